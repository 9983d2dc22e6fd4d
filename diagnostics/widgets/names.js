// Sliders of ipywidgets have no accessible name: give each handle the words of its label, whenever one appears.
(() => {
  if (window.perfloopNames) return;
  window.perfloopNames = true;
  const set = (element, name, value) => {
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const give = () => {
    // What is said there is announced: the region stays, its words change.
    for (const live of document.querySelectorAll(".lab-live .widget-html-content")) set(live, "role", "status");
    // The figures scroll by themselves where they are longer than the window: by keys too.
    for (const side of document.querySelectorAll(".lab-side")) {
      const head = side.querySelector("h2");
      set(side, "role", "region");
      set(side, "tabindex", "0");
      if (head) set(side, "aria-label", head.textContent.trim());
    }
    for (const slider of document.querySelectorAll(".widget-slider")) {
      const label = slider.querySelector(".widget-label");
      const words = label ? label.textContent.trim() : "";
      if (!words) continue;
      for (const handle of slider.querySelectorAll(".noUi-handle")) set(handle, "aria-label", words);
      const readout = slider.querySelector(".widget-readout");
      set(readout, "role", "textbox");
      set(readout, "aria-label", words);
      set(readout, "tabindex", "0");
      // What is heard is what stands there: 3,500, not 3500.00.
      const shown = readout ? readout.textContent.trim() : "";
      if (shown) for (const handle of slider.querySelectorAll(".noUi-handle")) set(handle, "aria-valuetext", shown);
    }
  };
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; give(); });
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
  give();
})();
