/**
 * Our own rules, after pico.css in the same file. Kept below 7 kB (a test counts). Pico's pictures inside the style sheet
 * (`data:`) are switched off, because the pages' policy allows none.
 */
export const stylesheet = `
:root:root:root{--pico-font-family:system-ui,sans-serif;
--pico-border-radius:.5rem;--pico-typography-spacing-vertical:1rem;--pico-icon-valid:none;--pico-icon-invalid:none;
--pico-icon-chevron:none;--pico-primary:#17574f;--pico-primary-hover:#0f3f39;--pico-primary-underline:#17574f99;
--pico-primary-background:#1d6a60;--pico-primary-border:#1d6a60;
--pico-primary-hover-background:#134f47;--pico-primary-hover-border:#134f47;--pico-primary-focus:#1d6a6066;
--pico-primary-inverse:#fff;--page:#f3f6f4;--card:#fff;--line:#d9e1dd;--soft:#54625d;--bad:#a3231f;--bad-soft:#fdf0ef;
--good:#17574f;--good-soft:#e8f4f0;--pico-muted-color:var(--soft);--pico-secondary:var(--pico-primary);--pico-secondary-hover:var(--pico-primary-hover);
--pico-secondary-border:var(--pico-primary);--pico-secondary-hover-border:var(--pico-primary-hover);--pico-color:#25302c;
--pico-form-element-border-color:#7d8b86;--pico-form-element-background-color:#fff;--pico-background-color:var(--page)}
@media (prefers-color-scheme:dark){:root:root:root{--pico-primary:#86d6c8;--pico-primary-hover:#b4ebe1;
--pico-primary-underline:#86d6c899;--pico-primary-background:#2a7d71;
--pico-primary-border:#2a7d71;--pico-primary-hover-background:#226a60;--pico-primary-hover-border:#226a60;
--pico-primary-focus:#86d6c880;--page:#101614;--card:#18201e;--line:#2d3936;--soft:#a9b8b3;--bad:#ffb1aa;
--bad-soft:#3a1d1c;--good:#9be0d3;--good-soft:#16302b;--pico-color:#dbe5e1;--pico-form-element-border-color:#6f807a;
--pico-form-element-background-color:#121917}}
body{min-height:100vh;display:flex;flex-direction:column;overflow-wrap:anywhere}
main h1{font-size:1.75rem;line-height:1.2;margin:0 0 .75rem}
h2{font-size:1.2rem;margin:1.75rem 0 .5rem}
.top,main,.foot{width:100%;max-width:41rem;margin:0 auto;padding:0 1rem}
.top{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding-block:1.25rem}
.brand{display:flex;align-items:center;gap:.75rem;font-weight:650;color:var(--pico-color);text-decoration:none;min-width:0}
.brand img{flex:none;width:2.75rem;height:2.75rem;object-fit:contain}
.top nav{margin:0 -.5rem;flex:none}
.top nav a,button.plain{display:inline-block;min-height:2rem;padding:.25rem .5rem;margin:0;width:auto;font-size:.95rem;
background:none;border:0;color:var(--pico-primary);text-decoration:underline;line-height:1.5rem}
main{flex:1 0 auto}
.card{background:var(--card);border:1px solid var(--line);border-radius:.9rem;padding:1.75rem;margin:0;
box-shadow:0 1px 2px #0000000d,0 8px 24px #0000000a}
.card>:last-child,.card form>:last-child{margin-bottom:0}.card+.card{margin-top:1.25rem}.card>h2:first-child{margin-top:0}
.lead{font-size:1.08rem;color:var(--soft)}
.stage{font-size:1.15rem;font-weight:650;color:var(--good)}
.foot{padding-block:1.5rem 2rem;font-size:.875rem;color:var(--soft);text-align:center}
.foot p{margin:0;color:inherit}
.foot nav{display:block}
.foot nav ul{display:flex;flex-wrap:wrap;justify-content:center;gap:0 1.25rem;padding:0;margin:0 0 .75rem}
.foot nav li{list-style:none;margin:0;padding:0}
.foot nav a{display:inline-block;margin:0;padding:0;min-height:2rem;line-height:2rem}
.skip{position:absolute;left:-100vw;top:0;background:var(--card);padding:.75rem 1rem;z-index:2}
.skip:focus{left:.5rem;top:.5rem}
.steps{display:flex;gap:.35rem;list-style:none;padding:0;margin:0 0 1.75rem;counter-reset:step}
.steps li{flex:1;list-style:none;margin:0;padding-top:.5rem;border-top:.25rem solid var(--line);font-size:.85rem;
line-height:1.25;color:var(--soft);counter-increment:step}
.steps li::before{content:counter(step) ". "}
.steps .done,.steps [aria-current]{border-color:var(--pico-primary-background)}
.steps .done::before{content:"\\2713\\00a0"}
.steps [aria-current]{color:var(--pico-color);font-weight:650}
label,legend{font-weight:600}
.hint{display:block;font-weight:400;font-size:.92rem;color:var(--soft);margin:.1rem 0 .4rem}
form+.hint{margin-top:1.25rem}
.field{margin-bottom:1.35rem}
.field>input,.field>textarea,.mxid{margin-bottom:0}
textarea{min-height:8.5rem;resize:vertical}
.tick{display:flex;gap:.6rem;align-items:start;font-weight:400}
.tick [type=checkbox]{appearance:auto;accent-color:var(--pico-primary-background)}
.tick input{flex:none;width:1.5rem;height:1.5rem;margin:0}
.wrong{display:block;color:var(--bad);font-weight:600;margin-bottom:.4rem}
[aria-invalid=true],[aria-invalid=true]:focus{--pico-form-element-invalid-border-color:var(--bad);
--pico-form-element-invalid-active-border-color:var(--bad);--pico-form-element-invalid-focus-color:var(--bad)}
input:not([type=checkbox],[type=radio])[aria-invalid],textarea[aria-invalid]{background-image:none!important;
padding-inline-end:var(--pico-form-element-spacing-horizontal)!important}
.mxid{display:flex;align-items:center;flex-wrap:wrap;gap:.15rem .4rem}
.mxid input{flex:1 1 9rem;width:auto;min-width:0;margin:0}
.mxid span,.id{font-family:ui-monospace,monospace}
.mxid span{color:var(--soft);max-width:100%;overflow-wrap:anywhere}
.code{max-width:14rem;font-size:1.5rem;letter-spacing:.15em;font-family:ui-monospace,monospace}
.note{border:1px solid var(--line);border-left:.3rem solid var(--good);background:var(--good-soft);border-radius:.5rem;
padding:.9rem 1.1rem;margin:0 0 1.5rem}
.note.bad{border-left-color:var(--bad);background:var(--bad-soft)}
.note h2{margin:0 0 .35rem;font-size:1.05rem}
.note>:last-child,.note ul{margin-bottom:0}
.note.bad a{color:inherit}
html.framed,.framed body{min-height:0;background:var(--card)}.framed main{padding:0;max-width:none}
.state{margin:0;font-size:.92rem;line-height:1.5;color:var(--soft)}.state.now{color:var(--pico-color);font-weight:650}
iframe.watch{display:block;width:100%;height:4.2rem;border:0;margin:.75rem 0 0}
@media(max-width:36rem){iframe.watch{height:6.5rem}}
details{border-top:1px solid var(--line);margin:1.25rem 0 0;padding:.9rem 0 0}
details summary{color:var(--pico-primary)!important;text-decoration:underline;line-height:1.75rem}
details summary::after{display:none}
dl{display:grid;grid-template-columns:minmax(0,max-content) minmax(0,1fr);gap:.4rem 1.25rem;margin-bottom:1.25rem}
dt{color:var(--soft);font-weight:400}
dd{margin:0}
ul.links{padding:0}
ul.links li{list-style:none}
ul.links a,.onward a{display:inline-block;padding:.2rem 0}
form{margin-bottom:0}
button.danger{background:none;color:var(--bad);border-color:var(--bad)}
.trap,.unseen{position:absolute;left:-200vw}
.trap{width:1px;height:1px;overflow:hidden}
:focus-visible{outline:3px solid var(--pico-primary)!important;outline-offset:2px}
main:focus{outline:0!important}
@media (max-width:30rem){.card{padding:1.15rem}.steps li:not([aria-current]){font-size:0}.steps [aria-current]{flex:5}
.note ul{padding-inline-start:1.1rem}dl{grid-template-columns:minmax(0,1fr);gap:.1rem}
dd{margin-bottom:.6rem}main h1{font-size:1.5rem}button[type=submit]{width:100%}button.plain{width:auto}}
@media (min-width:30.01rem){form button[type=submit]:not(.plain){width:auto}}
`;
