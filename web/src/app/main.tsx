import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadRuntimeConfig } from '../lib/runtime-config';
import { applyTheme, readTheme } from '../lib/theme';
import { Application } from './application';
import './styles.css';

applyTheme(readTheme());

const container = document.getElementById('root');
if (!container) throw new Error('#root is missing');
const root = createRoot(container);

try {
  const config = await loadRuntimeConfig();
  root.render(
    <StrictMode>
      <Application config={config} />
    </StrictMode>,
  );
} catch (error) {
  root.render(
    <main className="mx-auto max-w-xl p-8">
      <h1 className="text-2xl">Mandate cannot start</h1>
      <p className="mt-2">{error instanceof Error ? error.message : String(error)}</p>
    </main>,
  );
}
