import { describe, expect, it } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { Markdown } from './markdown';

describe('text from the chain', () => {
  it('is never HTML', () => {
    const { container } = render(<Markdown text={'<img src=x onerror=alert(1)> <script>alert(1)</script> **bold**'} />);
    expect(container.querySelector('img, script')).toBeNull();
    expect(screen.getByText('bold').tagName).toBe('STRONG');
  });

  it('has no link that runs code', () => {
    render(<Markdown text="[press](javascript:alert(1)) and [read](https://example.org)" />);
    expect(screen.getByText('press').tagName).toBe('SPAN');
    expect(screen.getByText('read').getAttribute('href')).toBe('https://example.org');
  });

  it('stays below the headings of the page', () => {
    const { container } = render(<Markdown text={'# Passed\n\n## Executed'} />);
    expect([...container.querySelectorAll('h1, h2, h3')].map((heading) => heading.tagName)).toEqual(['H3', 'H3']);
  });

  it('cannot be turned around', () => {
    render(<Markdown text={'pay \u202Eecila'} />);
    expect(screen.getByText('pay [U+202E]ecila')).toBeTruthy();
  });

  it('names an image and does not fetch it', () => {
    const { container } = render(<Markdown text="![a chart](https://tracker.example/pixel.png)" />);
    expect(container.querySelector('img')).toBeNull();
    expect(screen.getByText('[image: a chart]')).toBeTruthy();
  });
});
