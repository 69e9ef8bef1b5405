import './ui/tokens.css';
import { createRoot } from 'react-dom/client';

// Browsers without Temporal (Safari, in 2026) fetch it; the others do not pay for it.
if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');

const place = document.getElementById('app');
if (!place) throw new Error('index.html has no #app');
const { App } = await import('./app.tsx');
createRoot(place).render(<App />);
