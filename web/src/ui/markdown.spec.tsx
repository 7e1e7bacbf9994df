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
    expect(screen.getByText('press').getAttribute('href') ?? '').not.toContain('javascript');
    expect(screen.getByText('read').getAttribute('href')).toBe('https://example.org');
  });

  it('names an image and does not fetch it', () => {
    const { container } = render(<Markdown text="![a chart](https://tracker.example/pixel.png)" />);
    expect(container.querySelector('img')).toBeNull();
    expect(screen.getByText('[image: a chart]')).toBeTruthy();
  });
});
