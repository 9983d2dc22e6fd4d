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
    for (const slider of document.querySelectorAll(".widget-slider")) {
      const label = slider.querySelector(".widget-label");
      const words = label ? label.textContent.trim() : "";
      if (!words) continue;
      for (const handle of slider.querySelectorAll(".noUi-handle")) set(handle, "aria-label", words);
      const readout = slider.querySelector(".widget-readout");
      set(readout, "role", "textbox");
      set(readout, "aria-label", words);
    }
  };
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; give(); });
  }).observe(document.body, { childList: true, subtree: true });
  give();
})();
