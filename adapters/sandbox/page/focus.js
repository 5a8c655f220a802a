/**
 * Keeps a person's place while things are drawn anew. Guarantee: whatever had the focus has it again afterwards, or the
 * element that took its place, which carries the same `data-focus`.
 */

/** Runs `change`, which swaps what is inside `old` for `fresh`, without the person losing their place in it. */
export function keepingFocus(old, change, fresh = old) {
  const active = document.activeElement;
  const name = old.contains(active) ? (active.dataset.focus ?? null) : null;
  const selection = name && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  change();
  if (name === null) return;
  const target = [fresh, ...fresh.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === name);
  target?.focus({ preventScroll: true });
  if (target && selection && selection[0] !== null) target.setSelectionRange?.(...selection);
}

/** @returns {() => void} gives the focus back to where it is now */
export function rememberFocus() {
  const node = document.activeElement;
  const name = node.dataset.focus;
  return () => {
    const again = node.isConnected || !name ? node : document.querySelector(`[data-focus="${CSS.escape(name)}"]`);
    again?.focus();
  };
}
