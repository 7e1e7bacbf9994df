import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong with the page in view: one line each, with the element. */
export async function violationsOf(page: Page): Promise<string[]> {
  // A button that is just being enabled fades in: what counts is the colour that it comes to.
  await page.addStyleTag({
    content: '*, *::before, *::after { transition: none !important; animation: none !important }',
  });
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}
