/** The style of the demo's page: one column of paper, tables that print, no image and no script. */
export const PAGE_STYLE = `
:root { --ink: #1f2328; --quiet: #6b7280; --line: #e2ddd3; --paper: #fffdf8; --red: #b3261e; --green: #2e7d4f; }
* { box-sizing: border-box; }
body { margin: 0; background: #f1ede4; color: var(--ink);
  font: 16px/1.7 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
main { max-width: 1080px; margin: 32px auto; padding: 48px 56px; background: var(--paper);
  border: 1px solid var(--line); border-top: 6px solid var(--red); }
h1 { margin: 0; font-size: 30px; letter-spacing: 2px; }
h2 { margin: 44px 0 12px; font-size: 20px; border-left: 4px solid var(--red); padding-left: 12px; }
p { margin: 8px 0; }
.quiet { color: var(--quiet); font-size: 14px; }
.figures { display: flex; flex-wrap: wrap; gap: 12px; margin: 24px 0 0; padding: 0; list-style: none; }
.figures li { flex: 1 1 150px; border: 1px solid var(--line); padding: 12px 16px; background: #fff; }
.figures b { display: block; font-size: 26px; line-height: 1.3; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 15px; }
th, td { padding: 7px 8px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; color: var(--quiet); white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.name { white-space: nowrap; }
td.verdict, th.verdict { text-align: center; padding: 4px 2px; }
.met { color: var(--green); } .missed { color: var(--red); font-weight: 700; }
.exempt, .undetermined { color: var(--quiet); }
.steps { display: flex; flex-wrap: wrap; gap: 8px 28px; margin: 0; padding: 0; list-style: none; }
.steps time { color: var(--quiet); margin-right: 8px; }
ul.why { margin: 0; padding: 0; list-style: none; }
ul.why li { margin: 2px 0; }
ul.why b { font-weight: 600; margin-right: 6px; }
code { font: 14px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
@media (max-width: 720px) { main { margin: 0; padding: 24px 18px; border-width: 6px 0 0; } }
@media print {
  body { background: #fff; font-size: 11pt; } main { margin: 0; padding: 0; border: 0; max-width: none; }
  h2 { break-after: avoid; } tr { break-inside: avoid; } table { font-size: 9.5pt; }
  @page { size: A4; margin: 18mm 15mm; }
}
`;
