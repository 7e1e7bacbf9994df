import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { shownText } from '../lib/shown-text';

// Below the page's own headings, whatever level the author chose: a description must not pass for a part of the page.
const Heading = ({ children }: { children?: ReactNode }) => <h3>{children}</h3>;

const components: Components = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  // A link whose address was taken away as unsafe is text.
  a: ({ href, children }) =>
    href ? (
      <a href={href} title={href} rel="noreferrer nofollow" target="_blank">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  img: ({ alt }) => <span>[image: {alt || 'no description'}]</span>,
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
};

/** Text that somebody wrote on chain: Markdown, never HTML; images are named, not fetched. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="prose-text">
      <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeSanitize]} components={components}>
        {shownText(text)}
      </ReactMarkdown>
    </div>
  );
}
