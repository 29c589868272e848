/**
 * The maintenance page's only script; the page's CSP names its hash, so what differs from page to page stands in
 * data attributes. A page asks every 1 to 2.5 s and returns 0.6 to 1.5 s after it hears that the site is
 * back: all of them within 6 s of the opening and not at once, and none before every isolate knows
 * (`MAINT_MEMO_MS`). A page that answers a form isn't reloaded, since that would send the form.
 */
export const SCRIPT = `
(() => {
  const { dataset } = document.documentElement;
  const status = document.getElementById('status');
  const between = (low, high) => low + Math.random() * (high - low);
  const ask = async () => {
    try {
      const response = await fetch(dataset.statusUrl, { cache: 'no-store', signal: AbortSignal.timeout(3000) });
      if (response.ok && (await response.json()).open) {
        status.textContent = dataset.back;
        if (dataset.reload === 'yes') setTimeout(() => location.reload(), between(600, 1500));
        return;
      }
    } catch {}
    setTimeout(ask, between(1000, 2500));
  };
  setTimeout(ask, between(1000, 2500));
})();
`
