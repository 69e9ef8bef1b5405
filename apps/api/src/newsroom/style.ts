import { type Palette, surfaces } from './colour.ts';

/** Where the typeface's files are served from, by file name. */
export type FontUrl = (file: string) => string;

const latin =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD';
const latinExtended =
  'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF';

/** Atkinson Hyperlegible Next: upright and italic, Latin and extended Latin. */
export const fontFiles = [
  { file: 'atkinson-hyperlegible-next-latin-wght-normal.woff2', style: 'normal', range: latin },
  { file: 'atkinson-hyperlegible-next-latin-ext-wght-normal.woff2', style: 'normal', range: latinExtended },
  { file: 'atkinson-hyperlegible-next-latin-wght-italic.woff2', style: 'italic', range: latin },
  { file: 'atkinson-hyperlegible-next-latin-ext-wght-italic.woff2', style: 'italic', range: latinExtended },
] as const;

/** The whole style sheet of a site, in its colours. */
export function styleSheet(palette: Palette, fontUrl: FontUrl): string {
  const faces = fontFiles.map(
    ({ file, style, range }) =>
      `@font-face{font-family:Atkinson;font-style:${style};font-weight:200 800;font-display:swap;src:url(${fontUrl(file)}) format("woff2");unicode-range:${range}}`,
  );
  const { light, dark } = surfaces;
  const variables = `:root{color-scheme:light dark;--paper:${light.paper};--tint:${light.tint};--ink:${light.ink};--soft:#54605d;--line:#dbe0dc;--band:${palette.band};--on-band:${palette.onBand};--accent:${palette.accent}}
@media (prefers-color-scheme:dark){:root{--paper:${dark.paper};--tint:${dark.tint};--ink:${dark.ink};--soft:#a6b2ae;--line:#323b39;--band:${palette.dark.band};--on-band:${palette.dark.onBand};--accent:${palette.dark.accent}}}`;
  return [...faces, variables, sheet].join('\n').replace(/\n\s*/g, '\n');
}

const sheet = `
*,*::before,*::after{box-sizing:border-box}
html{font:1.1875rem/1.6 Atkinson,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word;text-rendering:optimizeLegibility}
h1,h2,h3,h4,p,figure,blockquote,ul,ol,dl{margin:0}
h1,h2,h3,h4{line-height:1.15;letter-spacing:-.012em;font-weight:750;text-wrap:balance}
img,svg{display:block;max-width:100%;height:auto}
picture{display:block}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
.band :focus-visible{outline-color:var(--on-band)}
time,.n{font-variant-numeric:tabular-nums}
.skip{position:absolute;left:1rem;top:-6rem;z-index:2;padding:.6rem 1rem;background:var(--paper);color:var(--ink);border-radius:0 0 4px 4px}
.skip:focus{top:0}
.frame{max-width:67rem;margin-inline:auto;padding-inline:clamp(1rem,4vw,2rem)}

.band{background:var(--band);color:var(--on-band)}
.band a{color:inherit;text-decoration:none}
.band a:hover{text-decoration:underline;text-decoration-thickness:2px}
.band .frame{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.25rem 2rem;padding-block:.8rem}
.band .name{font-weight:750;font-size:1.16rem;letter-spacing:-.01em}
.band nav{font-size:.875rem;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
.band.cover .frame{display:block;padding-block:clamp(2rem,6vw,4.25rem) clamp(6rem,11vw,8.5rem)}
.cover h1{font-size:clamp(2.2rem,7.2vw,4.6rem);line-height:1;letter-spacing:-.035em;font-weight:800}
.cover p{margin-top:.9rem;max-width:34em;font-size:clamp(1.05rem,1.8vw,1.3rem);line-height:1.4}
.cover .shows{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-top:1rem;font-size:1rem}
.cover .shows ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0;padding:0;list-style:none}
.cover .shows a{text-decoration:underline;text-decoration-thickness:1px}
.band.plain .frame{padding-block:clamp(2rem,6vw,4.25rem)}

.kicker{font-size:.82rem;line-height:1.4;font-weight:650;color:var(--soft)}
.kicker a{position:relative;z-index:2;color:inherit;text-decoration:none}
.kicker a:hover{text-decoration:underline}
.kicker svg{display:inline-block;width:.7rem;height:.7rem;margin-right:.4rem}
.kicker time{font-weight:400}
.kicker>:not(svg,:last-child)::after{content:"\\a0·";display:inline-block;white-space:pre}
.meta{font-size:.82rem;line-height:1.5;color:var(--soft)}

.lead{position:relative;display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);margin-top:clamp(-6rem,-8vw,-4rem);background:var(--paper);border:1px solid var(--line);border-radius:4px;overflow:hidden}
.lead .text{display:flex;flex-direction:column;justify-content:center;gap:.85rem;padding:clamp(1.25rem,3vw,2.4rem)}
.lead h2{font-size:clamp(1.6rem,3.1vw,2.4rem);line-height:1.08;letter-spacing:-.024em}
.lead .summary{font-size:1.05rem;line-height:1.5}
.lead .shot{aspect-ratio:4/3;height:100%;min-height:100%}
.lead.bare{grid-template-columns:1fr}
.lead.bare .text{padding-block:clamp(2rem,6vw,4rem);border-top:6px solid var(--accent);max-width:none}
.lead.bare .summary{max-width:34em}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr));gap:clamp(2rem,4vw,3rem) clamp(1.25rem,2.5vw,2rem);padding:0;list-style:none;margin-top:clamp(2.25rem,5vw,3.5rem)}
.card{position:relative;display:flex;flex-direction:column;gap:.5rem}
.card .text{display:flex;flex-direction:column;gap:.45rem;padding-top:.35rem}
.card h2,.card h3{font-size:1.16rem;line-height:1.22}
.card .summary{font-size:.92rem;line-height:1.5;color:var(--soft);display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.card.bare{border-top:3px solid var(--accent);padding-top:.4rem}
.title{color:inherit;text-decoration:none}
.title::after{content:"";position:absolute;inset:0;z-index:1}
.lead:hover .title,.card:hover .title{text-decoration:underline;text-decoration-thickness:2px}
.title:focus-visible{outline:none}
.lead:has(.title:focus-visible),.card:has(.title:focus-visible){outline:3px solid var(--accent);outline-offset:4px;border-radius:4px}
.shot{overflow:hidden;background:var(--tint);aspect-ratio:3/2;border-radius:4px}
.lead .shot{border-radius:0}
.shot picture{height:100%}
.shot img{width:100%;height:100%;object-fit:cover}
.shot.whole{padding:.75rem}
.shot.whole img{object-fit:contain}
.lead .shot.whole{padding:1.5rem}
.pages{display:flex;flex-wrap:wrap;justify-content:space-between;gap:1rem;margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line)}
.empty{margin-top:clamp(-6rem,-8vw,-4rem);background:var(--paper);border:1px solid var(--line);border-radius:4px;padding:clamp(1.5rem,5vw,3.5rem)}

.article{display:grid;grid-template-columns:[full-start] minmax(clamp(1rem,4vw,2rem),1fr) [wide-start] minmax(0,15.5rem) [text-start] min(100% - 2*clamp(1rem,4vw,2rem),32.5rem) [text-end] minmax(0,15.5rem) [wide-end] minmax(clamp(1rem,4vw,2rem),1fr) [full-end];padding-top:clamp(1.75rem,5vw,3.75rem)}
.article>*{grid-column:text}
.article>header{grid-column:text-start/wide-end;display:flex;flex-direction:column;gap:1rem}
.article h1{font-size:clamp(2rem,5.4vw,3.4rem);line-height:1.04;letter-spacing:-.03em;font-weight:800;max-width:18em}
.correction{max-width:32.5rem;padding:.75rem 1rem;background:var(--tint);border-left:5px solid var(--accent);font-size:.95rem;line-height:1.5}
.standfirst{font-size:clamp(1.16rem,2.1vw,1.42rem);line-height:1.42;max-width:32.5rem;text-wrap:pretty}
.article>.hero{grid-column:wide;margin-top:clamp(1.5rem,4vw,2.75rem)}
.hero img{margin-inline:auto;border-radius:4px;background:var(--tint)}
.hero.tall{max-width:46rem;width:100%;justify-self:center}
.hero a{display:block}
.hero a span{display:block;margin-top:.6rem;font-size:.92rem}
.hero figcaption{margin-top:.6rem}
.prose{grid-column:full;display:grid;grid-template-columns:subgrid;margin-top:clamp(1.5rem,4vw,2.75rem)}
.prose>*{grid-column:text;margin-top:1.15em}
.prose>:first-child{margin-top:0}
.prose h2,.prose h3,.prose h4{margin-top:1.9em}
.prose h2{font-size:1.5rem}
.prose h3{font-size:1.2rem}
.prose h4{font-size:1rem}
.prose h2+*,.prose h3+*,.prose h4+*{margin-top:.55em}
.prose ul,.prose ol{padding-left:1.35em}
.prose li+li,.prose li>*+*{margin-top:.45em}
.prose li::marker{color:var(--accent);font-weight:650}
.prose blockquote{grid-column:text-start/wide-end;max-width:40rem;margin-block:1.9em .75em;padding-left:1.25rem;border-left:5px solid var(--accent);font-size:1.42rem;line-height:1.34;letter-spacing:-.01em;text-wrap:pretty}
.prose blockquote p+p{margin-top:.6em;font-size:1rem;letter-spacing:0;color:var(--soft)}
.prose li blockquote{font-size:inherit;margin-block:.5em}
.prose hr{width:5rem;margin:2.5rem auto 1.35rem;border:0;border-top:3px solid var(--accent)}
.prose .wide{grid-column:wide;margin-block:2.4rem 1.25rem}
.prose .wide{width:fit-content;margin-inline:auto}
.prose .wide img{border-radius:4px;background:var(--tint)}
.prose li .wide,.prose blockquote .wide{margin-block:1rem}
.prose figcaption,.hero figcaption{font-size:.82rem;line-height:1.5;color:var(--soft)}
.prose .wide figcaption{margin-top:.6rem}
.absent{padding:1rem 1.25rem;background:var(--tint);border-radius:4px;font-style:italic}
.opening>p:first-child::first-letter{float:left;font-size:3.55em;line-height:.8;font-weight:800;color:var(--accent);padding:.06em .09em 0 0}

.section{margin-top:clamp(2.25rem,5vw,3.25rem)}
.section>h2{font-size:1.5rem;margin-bottom:1rem;padding-top:1rem;border-top:1px solid var(--line)}
.section p+p{margin-top:1.15em}
.section.broad{grid-column:text-start/wide-end}
.table{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.92rem;line-height:1.4}
caption{text-align:left;padding-bottom:.75rem;color:var(--soft)}
th,td{padding:.55rem 1.25rem .55rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}
tbody th{font-weight:500}
td.n,th.n{text-align:right;padding:.55rem 0 .55rem 1.25rem}
.download{margin-top:1rem;font-size:.92rem}
.sources{padding-left:1.35em;font-size:.92rem}

.player{margin-top:1.5rem;padding:1rem;background:var(--tint);border-radius:4px}
.hero .player{margin:0;padding:0;background:none}
.player audio,.player video{display:block;width:100%}
.player :is(audio,video):focus-within{outline:3px solid var(--accent);outline-offset:3px}
.player video{height:auto;border-radius:4px;background:#000}
.controls{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;margin-top:.75rem;font-size:.92rem}
.controls button,.controls select{font:inherit;font-weight:650;min-width:3.5em;min-height:2.75rem;padding:.3em .9em;border:1px solid var(--soft);border-radius:6px;background:var(--paper);color:var(--ink);cursor:pointer}
.controls .play{min-width:6em;background:var(--band);color:var(--on-band);border-color:transparent}
.controls input{width:1.2em;height:1.2em;vertical-align:-.2em;accent-color:var(--accent)}
.controls [type=range]{height:2.75rem;margin:0;cursor:pointer}
.controls .line{flex:1 1 10rem}
.controls .volume input{width:6rem}
.player audio+.dock>:first-child{margin-top:0}
.controls [hidden]{display:none}
.controls .follow{min-height:2.75rem}
.controls .either{display:grid}
.controls .either>*{grid-area:1/1}
.controls .either>[hidden]{display:block;visibility:hidden}
html{scroll-padding-top:var(--kept,0)}
.dock.kept{position:fixed;inset:0 0 auto;z-index:1;padding:.5rem max(1rem,50% - 31.75rem) .5rem max(1rem,50% - 16.25rem);background:var(--tint);border-bottom:1px solid var(--line)}
.kept .controls{margin-top:.25rem}
.kept .volume:not(:focus-within){display:none}
.kept button span{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
@media (max-width:46rem){.kept .speed:not(:focus-within){display:none}}
@media (max-width:46rem){.controls{gap:.5rem}.controls button,.controls .play{flex:1 1 auto;min-width:0;padding-inline:.4em}.controls button span{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}}
@media (pointer:coarse){.controls .volume{display:none}}
.player [role=alert]{margin-top:.75rem;font-weight:650}
.controls label{display:inline-flex;align-items:center;gap:.4em}
.cover-art{margin-top:1.5rem;max-width:12rem}
.cover-art img{border-radius:4px;background:var(--tint)}
.place{margin-top:.75rem}
.chapters{padding:0;list-style:none}
.chapters li,.transcript p{padding:.35rem .6rem;margin:0 -.6rem;border-left:4px solid transparent;border-radius:2px}
.transcript p+p{margin-top:.15rem}
.chapters [aria-current],.transcript [aria-current]{background:var(--tint);border-left-color:var(--accent)}
.find{top:var(--kept,0);z-index:1;display:flex;flex-wrap:wrap;align-items:end;gap:.5rem;background:var(--paper);font-size:.92rem}
.find:focus-within{position:sticky}
.find label{flex:1 1 12rem}
.find input{display:block;width:100%;box-sizing:border-box}
.find :is(input,button){font:inherit;min-height:2.75rem;padding:.3em .9em;border:1px solid var(--soft);border-radius:6px;background:var(--paper);color:var(--ink)}
.find button{font-weight:650;cursor:pointer}
.find [role=status]{min-width:8.5em;line-height:2.75rem}
/* Its place is kept while the script is on its way. */
@media (scripting:enabled){.find{min-height:5.25rem;padding-bottom:.5rem}.find~p .at{scroll-margin-top:9rem}}
@media (max-width:46rem){.find label{flex-basis:100%}}
@media (scripting:enabled) and (max-width:46rem){.find{min-height:8.5rem}}
.transcript .hit{outline:2px solid var(--accent)}
::highlight(found){background-color:#ffe08a;color:#000}
::highlight(here){background-color:#7a2e00;color:#fff;text-decoration:underline}
.at{display:inline-block;text-decoration:none}
.at:hover{text-decoration:underline}
.at time{display:inline-block;min-width:3.2em;font-size:.88em}
.out{font-size:.88em;margin-left:.4em}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.people{display:flex;flex-wrap:wrap;gap:1rem 2rem;padding:0;list-style:none}
.people li{display:flex;align-items:center;gap:.75rem;line-height:1.3}
.people img{width:3.5rem;height:3.5rem;object-fit:cover;border-radius:50%}
.show{display:grid;grid-template-columns:minmax(0,16rem) minmax(0,1fr);gap:2rem;padding-top:clamp(1.75rem,5vw,3.75rem)}
.show>:only-child{grid-column:1/-1}
.show .cover-art{margin:0;max-width:none}
.show h1{font-size:clamp(2rem,5.4vw,3.4rem);line-height:1.04;letter-spacing:-.03em;font-weight:800}
.show p{max-width:34em;margin-top:.75rem}
.subscribe{margin-top:1.5rem}
.subscribe h2{font-size:1.16rem}
.subscribe ul{display:flex;flex-wrap:wrap;gap:.5rem;padding:0;margin-top:.6rem;list-style:none}
.subscribe li a{display:inline-block;padding:.45em .9em;border:1px solid var(--soft);border-radius:6px;text-decoration:none}
.subscribe li a:hover{text-decoration:underline}
.subscribe code{overflow-wrap:anywhere}

.more{margin-top:clamp(3rem,7vw,5rem);padding-block:clamp(2rem,5vw,3.25rem);background:var(--tint)}
.more h2{font-size:1.42rem}
.more .cards{margin-top:1.5rem}
.more .shot{background:var(--paper)}
.more .card h3{font-size:1.08rem}
.space-top{margin-top:clamp(1.75rem,5vw,3rem)}
.up{margin:0 0 .6rem!important;font-weight:650}
.period{font-weight:650;font-size:1rem!important}
.ask input{font:inherit;width:100%;max-width:24em;padding:.5em .6em;border:1px solid var(--soft);border-radius:6px;background:var(--paper);color:var(--ink)}
.ask button{font:inherit;font-weight:650;padding:.55em 1.1em;border:1px solid transparent;border-radius:6px;background:var(--band);color:var(--on-band);cursor:pointer}
.ask p+p{margin-top:1em}
.ask [hidden]{display:none}
.space{height:clamp(3rem,7vw,5rem)}
.foot{border-top:1px solid var(--line);padding-block:2.25rem;font-size:.82rem;line-height:1.6;color:var(--soft)}
.foot .frame{display:flex;flex-wrap:wrap;justify-content:space-between;gap:1rem 3rem}
.foot p{max-width:34em}
.foot strong{color:var(--ink)}
.foot ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0}
.foot a{display:inline-block;padding-block:.2rem}

@media (max-width:46rem){
html{font-size:1.125rem}
.lead{grid-template-columns:1fr}
.lead .shot{aspect-ratio:3/2;height:auto;min-height:0}
.prose blockquote{font-size:1.25rem}
th,td{padding-right:.75rem}
td.n,th.n{padding-left:.75rem}
.show{grid-template-columns:1fr}
.show .cover-art{max-width:60vw}
}
@media (prefers-reduced-motion:no-preference){.shot img{transition:transform .15s ease-out}.card:hover .shot img,.lead:hover .shot img{transform:scale(1.02)}}
@media (forced-colors:active){.band,.lead.bare,.card.bare{border-bottom:2px solid}}
@media print{
:root{--paper:#fff;--tint:#fff;--ink:#000;--soft:#333;--line:#999;--accent:#000;--band:#fff;--on-band:#000}
html{font-size:11pt}
.skip,.band nav,.more,.player,.find,.subscribe,.pages,.download,.foot nav{display:none}
.band{border-bottom:1px solid}
.article{display:block;padding:0 0 1rem}
.prose{display:block}
.hero img,.prose .wide img{max-height:16cm;width:auto}
figure,table,blockquote,tr{break-inside:avoid}
h1,h2,h3,h4{break-after:avoid}
.prose a[href^="http"]::after,.sources a::after{content:" (" attr(href) ")";font-size:.85em}
}
`;
