/** A door ajar with light behind it; readable on light and dark backgrounds, 1 kB. Our own drawing. */
export const doorLogo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="14" fill="#17574f"/>
<path d="M18 54V17a7 7 0 0 1 7-7h14a7 7 0 0 1 7 7v37z" fill="#f6d58a"/>
<path d="M18 54V17a7 7 0 0 1 5-6.7l13 6.2a4 4 0 0 1 2.3 3.6V58z" fill="#eefaf6"/>
<circle cx="32.6" cy="37" r="2.4" fill="#17574f"/>
<path d="M11 54h42" stroke="#eefaf6" stroke-width="4" stroke-linecap="round"/>
</svg>
`;
