// Light or dark, before anything is drawn: a plain script, so that no page flashes in the wrong one.
(() => {
  const wish = () => {
    try {
      return localStorage.getItem('waybill.appearance');
    } catch {
      return null;
    }
  };
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => {
    const wanted = wish();
    const name = wanted === 'light' || wanted === 'dark' ? wanted : dark.matches ? 'dark' : 'light';
    document.documentElement.dataset.appearance = name;
  };
  dark.addEventListener('change', paint);
  addEventListener('waybill:appearance', paint);
  paint();
})();
