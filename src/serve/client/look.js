// How the box of the preview looks. It is put together by script, so no policy of the page forbids it.

const LOOK = `
:host {
  all: initial !important;
  display: block !important;
  position: fixed !important;
  inset: auto 0 0 0 !important;
  z-index: 2147483647 !important;
  pointer-events: none !important;
  color-scheme: light dark !important;
}
.layer {
  --paper: #ffffff;
  --ink: #1d2129;
  --soft: #525b6b;
  --line: #d5d9e0;
  --well: #f4f5f8;
  --error: #b3201b;
  --warning: #8a4b00;
  --note: #1c5aa8;
  --focus: #1c5aa8;
  --shadow: 0 1px 2px rgb(15 20 30 / .16), 0 12px 40px rgb(15 20 30 / .28);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  color: var(--ink);
  text-align: start;
}
@media (prefers-color-scheme: dark) {
  .layer {
    --paper: #1d2026;
    --ink: #eceef2;
    --soft: #b0b7c3;
    --line: #3d434e;
    --well: #14161a;
    --error: #ff958d;
    --warning: #f3bd62;
    --note: #8fc0ff;
    --focus: #8fc0ff;
    --shadow: 0 0 0 1px #3d434e, 0 12px 40px rgb(0 0 0 / .6);
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
p, ol, pre { margin: 0; padding: 0; }
code, pre { font-family: ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .92em; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
button {
  font: inherit;
  color: inherit;
  background: var(--paper);
  border: 1px solid var(--line);
  border-radius: 8px;
  padding: 6px 12px;
  cursor: pointer;
}
button:hover { background: var(--well); border-color: var(--soft); }

.panel {
  all: unset;
  box-sizing: border-box;
  display: flex;
  flex-direction: column;
  position: fixed;
  inset: auto 0 16px 0;
  margin-inline: auto;
  inline-size: min(52rem, 100vw - 32px);
  max-block-size: min(76vh, 44rem);
  background: var(--paper);
  border-block-start: 5px solid var(--error);
  border-radius: 12px;
  box-shadow: var(--shadow);
  overflow: hidden;
  pointer-events: auto;
  user-select: text;
  animation: rise .18s ease-out;
}
.panel[data-worst="warning"] { border-color: var(--warning); }
.panel[data-worst="note"] { border-color: var(--note); }
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }
.top { display: flex; gap: 16px; align-items: flex-start; padding: 14px 20px 12px; border-block-end: 1px solid var(--line); }
.top > div { flex: 1; min-inline-size: 0; }
.title { font-size: 18px; line-height: 1.35; font-weight: 650; }
.calm { color: var(--soft); font-size: 14px; text-wrap: pretty; }
.close { flex: none; white-space: nowrap; }
kbd { font: 12px/1 ui-monospace, Menlo, Consolas, monospace; color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 1px 4px; margin-inline-start: 4px; }
.list { list-style: none; overflow: auto; overscroll-behavior: contain; padding: 0 20px; }
.problem { padding-block: 16px; }
.problem + .problem { border-block-start: 1px solid var(--line); }
.what { font-size: 16px; font-weight: 600; line-height: 1.45; overflow-wrap: anywhere; }
.what code { font-weight: 500; background: var(--well); border-radius: 4px; padding: 1px 4px; }
.kind { font-weight: 700; color: var(--error); margin-inline-end: 2px; }
[data-severity="warning"] .kind { color: var(--warning); }
[data-severity="note"] .kind { color: var(--note); }
.where { color: var(--soft); font-size: 14px; margin-block-start: 2px; overflow-wrap: anywhere; }
.where code { color: var(--ink); }
pre {
  margin-block-start: 10px;
  padding: 10px 14px;
  background: var(--well);
  border: 1px solid var(--line);
  border-radius: 8px;
  font-size: 13px;
  line-height: 1.5;
  overflow-x: auto;
  tab-size: 2;
  white-space: pre;
}
.gutter {
  position: sticky;
  inset-inline-start: 0;
  background: var(--well);
  box-shadow: -14px 0 0 var(--well);
  color: var(--soft);
  user-select: none;
}
.mark { color: var(--error); font-weight: 700; }
[data-severity="warning"] .mark { color: var(--warning); }
[data-severity="note"] .mark { color: var(--note); }
details { margin-block-start: 8px; font-size: 14px; }
summary { color: var(--soft); cursor: pointer; inline-size: fit-content; }
details .help { margin-block-start: 4px; }
.help { margin-block-start: 10px; overflow-wrap: anywhere; }
.help b { font-weight: 650; }
.more { padding: 12px 0 16px; color: var(--soft); border-block-start: 1px solid var(--line); }

.corner {
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
  align-items: flex-end;
  padding: 0 12px max(12px, env(safe-area-inset-bottom));
}
.badge, .hint, .pill {
  font-size: 13px;
  line-height: 1.35;
  padding: 5px 12px;
  border-radius: 16px;
  background: var(--paper);
  color: var(--ink);
  border: 1px solid var(--line);
  box-shadow: 0 1px 3px rgb(15 20 30 / .24);
}
.badge b { font-weight: 700; }
.badge::before { content: ""; display: inline-block; inline-size: 9px; block-size: 9px; border-radius: 50%; margin-inline-end: 7px; border: 2px solid var(--warning); }
.badge[data-kind="scheduled"]::before { border-color: var(--note); background: linear-gradient(90deg, var(--note) 50%, transparent 50%); }
.badge[data-kind="expired"]::before { border-color: var(--soft); background: var(--soft); }
.hint { color: var(--soft); }
.pill { pointer-events: auto; margin-inline-start: auto; border-color: var(--error); font-weight: 600; color: var(--error); }
.pill[data-worst="warning"] { border-color: var(--warning); color: var(--warning); }
.pill[data-worst="note"] { border-color: var(--note); color: var(--note); }
.said { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

@media (max-width: 40rem) {
  .panel { inset-block-end: 8px; inline-size: calc(100vw - 16px); max-block-size: 80vh; }
  .top { padding: 12px 14px 10px; gap: 10px; }
  .title { font-size: 16px; }
  .calm { font-size: 13px; }
  .list { padding: 0 14px; }
  kbd { display: none; }
}
@media (prefers-reduced-motion: reduce) { .panel { animation: none; } }
@media print { :host { display: none !important; } }
`;
