// What had the focus may be gone after a drawing: a button whose order was carried out, the row of a contact.
// The focus then goes to what is nearest, because a person at the keyboard would otherwise begin at the top again.

const FOCUSABLE = "button:not(:disabled), a[href], input, select, textarea, summary, [tabindex]";

const isSeen = (node) => node.checkVisibility?.() ?? true;

export function keepingFocus(draw) {
  const focused = document.activeElement;
  const ancestors = [];
  for (let node = focused; node && node !== document.body; node = node.parentElement) ancestors.push(node);
  draw();
  if (ancestors.length === 0 || focused.isConnected || document.activeElement !== document.body) return;
  for (const home of ancestors.filter((node) => node.isConnected)) {
    const near = [...home.querySelectorAll(FOCUSABLE)].find(isSeen);
    if (near) return near.focus({ preventScroll: true });
  }
}
