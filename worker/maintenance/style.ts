/** The maintenance page's only style sheet; the page's CSP names its hash. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f5f2; --glow: #e9e4d8; --ink: #1d1c1a; --soft: #5f5c55; --line: #d9d5cb; --mark: #b4532a;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #141416; --glow: #25242a; --ink: #f1efea; --soft: #a8a49b; --line: #36343a; --mark: #f0976a; }
}
* { box-sizing: border-box; margin: 0; }
body {
  min-height: 100vh; min-height: 100dvh; display: grid; grid-template-rows: 1fr auto; place-items: center;
  padding: 2rem 1.5rem; color: var(--ink);
  background: radial-gradient(60rem 40rem at 50% 20%, var(--glow), transparent) var(--ground);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main { max-width: 34rem; text-align: center; }
svg { width: 5rem; height: 5rem; margin-bottom: 2rem; color: var(--mark); }
svg g { transform-origin: 50% 50%; animation: turn 3.2s cubic-bezier(.6, 0, .4, 1) infinite; }
.site { color: var(--soft); font-size: .875rem; letter-spacing: .04em; margin-bottom: .75rem; overflow-wrap: anywhere; }
h1 { font-size: clamp(1.9rem, 1.4rem + 2.6vw, 2.9rem); line-height: 1.15; letter-spacing: -.02em; font-weight: 650; text-wrap: balance; }
.body { margin-top: 1rem; color: var(--soft); text-wrap: pretty; white-space: pre-line; overflow-wrap: anywhere; }
.body + form { margin-top: 1.5rem; }
button {
  padding: .6rem 1.6rem; border: 0; border-radius: 99rem; background: var(--mark); color: var(--ground);
  font: inherit; font-weight: 600; cursor: pointer;
}
.status {
  display: inline-flex; align-items: center; gap: .6rem; margin-top: 2.25rem; padding: .5rem 1.1rem;
  border: 1px solid var(--line); border-radius: 99rem; font-size: .9375rem;
}
.dot { width: .5rem; height: .5rem; border-radius: 50%; background: var(--mark); animation: breathe 1.6s ease-in-out infinite; }
@keyframes turn { to { transform: rotate(180deg); } }
@keyframes breathe { 50% { opacity: .25; } }
@media (prefers-reduced-motion: reduce) { svg g, .dot { animation: none; } }
`
