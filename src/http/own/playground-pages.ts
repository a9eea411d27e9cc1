/** One page of the shop. */
export interface PlaygroundPage {
  readonly path: string;
  readonly name: string;
  readonly title: string;
  /** What a rule of the site would find this page worth an offer for; provisioned. */
  readonly category: string;
  readonly lead: string;
  readonly content: string;
}

interface Lamp {
  readonly name: string;
  readonly for: string;
  readonly price: number;
  readonly lumen: number;
  readonly years: number;
  /** What is drawn, in a box of 160 by 120. */
  readonly drawing: string;
}

const LAMPS: readonly Lamp[] = [
  {
    name: 'Arc',
    for: 'for reading',
    price: 149,
    lumen: 420,
    years: 5,
    drawing:
      '<path d="M40 104V52a36 36 0 0 1 72 0v6" fill="none" stroke="currentColor" stroke-width="4"/><path d="M22 104h36" stroke="currentColor" stroke-width="4"/><path d="M92 60h40l8 20H84z" class="glow"/>',
  },
  {
    name: 'Desk',
    for: 'for working',
    price: 89,
    lumen: 650,
    years: 3,
    drawing:
      '<path d="M56 104 40 66l48-34" fill="none" stroke="currentColor" stroke-width="4"/><path d="M34 104h44" stroke="currentColor" stroke-width="4"/><path d="m82 24 20 26 24-6-18-36z" class="glow"/>',
  },
  {
    name: 'Globe',
    for: 'for everything else',
    price: 119,
    lumen: 800,
    years: 5,
    drawing:
      '<path d="M80 4v20" stroke="currentColor" stroke-width="4"/><circle cx="80" cy="62" r="38" class="glow"/>',
  },
];

const drawn = ({ drawing }: Lamp): string =>
  `<svg viewBox="0 0 160 120" aria-hidden="true">${drawing}</svg>`;

const products = `<ul class="lamps">${LAMPS.map(
  (lamp) =>
    `<li>${drawn(lamp)}<h2>${lamp.name}</h2><p>${lamp.for}</p><p class="price">€ ${lamp.price}</p></li>`,
).join('')}</ul>`;

const prices = `<div class="scroll" tabindex="0" role="region" aria-label="Prices"><table>
<thead><tr><th scope="col">Lamp</th><th scope="col">Light</th><th scope="col">Warranty</th><th scope="col">Price</th></tr></thead>
<tbody>${LAMPS.map(
  ({ name, lumen, years, price }) =>
    `<tr><th scope="row">${name}</th><td>${lumen} lm</td><td>${years} years</td><td>€ ${price}</td></tr>`,
).join('')}</tbody>
</table></div>`;

const [arc, , globe] = LAMPS as readonly [Lamp, Lamp, Lamp];
const cart = `<div class="scroll" tabindex="0" role="region" aria-label="Cart"><table>
<thead><tr><th scope="col">Lamp</th><th scope="col">Pieces</th><th scope="col">Price</th></tr></thead>
<tbody><tr><th scope="row">${arc.name}</th><td>1</td><td>€ ${arc.price}</td></tr>
<tr><th scope="row">${globe.name}</th><td>2</td><td>€ ${globe.price * 2}</td></tr></tbody>
<tfoot><tr><th scope="row">Together</th><td>3</td><td>€ ${arc.price + globe.price * 2}</td></tr></tfoot>
</table></div>`;

/** The shop: three pages, each worth an offer for a reason of its own. */
export const PLAYGROUND_PAGES: readonly PlaygroundPage[] = [
  {
    path: '/playground',
    name: 'Products',
    title: 'Lamps for long evenings',
    category: 'PlayGround-Products',
    lead: 'Three of them. You will not need more.',
    content: products,
  },
  {
    path: '/playground/prices',
    name: 'Prices',
    title: 'What they cost',
    category: 'PlayGround-Prices',
    lead: 'Everything included, the bulb too.',
    content: prices,
  },
  {
    path: '/playground/cart',
    name: 'Cart',
    title: 'Your cart',
    category: 'PlayGround-Cart',
    lead: 'Nothing is sold here: this is the playground.',
    content: cart,
  },
];

const link = (page: PlaygroundPage, current: PlaygroundPage): string =>
  `<a href="${page.path}"${page === current ? ' aria-current="page"' : ''}>${page.name}</a>`;

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** A page of the shop, with the widget as any site has it, and the panel that shows what happens. */
export function renderPage(page: PlaygroundPage, key: string, keyInShell: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · Playground</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/playground/playground.css">
</head>
<body data-category="${page.category}" data-key-in-shell="${attribute(keyInShell)}">
<a class="skip" href="#panel">To the panel</a>
<div class="shop">
<header><strong>Nightshift</strong><nav aria-label="Shop">${PLAYGROUND_PAGES.map((each) => link(each, page)).join('')}</nav></header>
<main>
<h1>${page.title}</h1>
<p class="lead">${page.lead}</p>
${page.content}
</main>
</div>
<aside id="panel" aria-labelledby="panel-title" tabindex="-1"><h2 id="panel-title">Behind the page</h2><p class="quiet">Starting …</p><noscript><p>The panel needs JavaScript.</p></noscript></aside>
<script src="/playground/playground.js" type="module"></script>
<script src="/widget.js" data-key="${key}" data-display-seconds="60" defer></script>
</body>
</html>
`;
}
