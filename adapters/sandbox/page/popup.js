/**
 * A small surface beside a control: options of a select, an overflow menu, a completion. Guarantee: it lies in the top
 * layer (no dialog or scroller cuts it off), stays inside the window, and one press elsewhere or Escape closes it.
 */

const GAP = 4;

/**
 * @param {HTMLElement} anchor the control; the panel becomes its sibling, so that an open dialog does not make it inert
 * @param {HTMLElement} panel
 * @param {{onClose?: () => void, width?: "anchor" | "own", above?: boolean}} [options]
 * @returns {() => void} closes the popup (harmless when it is closed already)
 */
export function openPopup(anchor, panel, { onClose = () => {}, width = "own", above = false } = {}) {
  panel.popover = "manual";
  panel.classList.add("popup");
  anchor.after(panel);
  panel.showPopover();

  const place = () => {
    const box = anchor.getBoundingClientRect();
    if (width === "anchor") panel.style.minWidth = `${box.width}px`;
    const below = innerHeight - box.bottom - GAP;
    const up = above || (panel.offsetHeight > below && box.top > below);
    panel.style.maxHeight = `${Math.max(96, Math.min(320, (up ? box.top : below) - 2 * GAP))}px`;
    const top = up ? box.top - panel.offsetHeight - GAP : box.bottom + GAP;
    panel.style.top = `${Math.max(GAP, top)}px`;
    panel.style.left = `${Math.max(GAP, Math.min(box.left, innerWidth - panel.offsetWidth - GAP))}px`;
  };
  const close = () => {
    // Not "is it in the document": a panel whose message was drawn anew is gone, its listeners are not.
    if (stop.signal.aborted) return;
    stop.abort();
    watcher.disconnect();
    panel.remove();
    onClose();
  };

  const stop = new AbortController();
  const watcher = new ResizeObserver(place);
  watcher.observe(panel);
  const outside = ({ target }) => !panel.contains(target) && !anchor.contains(target) && close();
  document.addEventListener("pointerdown", outside, { signal: stop.signal, capture: true });
  document.addEventListener("scroll", place, { signal: stop.signal, capture: true, passive: true });
  addEventListener("resize", place, { signal: stop.signal });
  const escape = (event) => {
    if (event.key !== "Escape") return;
    // The dialog around the control must not take the same key for itself.
    event.preventDefault();
    event.stopPropagation();
    close();
    anchor.focus();
  };
  for (const node of [panel, anchor]) node.addEventListener("keydown", escape, { signal: stop.signal });
  place();
  return close;
}
