// What opens below a button.

/// A `details` that closes as menus do: by Escape, by a click elsewhere, and when the focus goes elsewhere.
export function closes(box) {
  box.classList.add('closes');
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !box.open) return;
    box.open = false;
    box.querySelector('summary').focus();
  });
  box.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) box.open = false;
  });
  return box;
}

document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll('.closes[open]')) if (!open.contains(event.target)) open.open = false;
});
