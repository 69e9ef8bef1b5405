// biome-ignore-all lint/suspicious/noArrayIndexKey: these have no identity but their place, and no state of their own
import './story.css';
import type { Document, DocumentNode, Mark } from '@mobilise/contracts/document';
import { createElement, type ReactNode } from 'react';
import { AssetImage } from '../../media/asset-image.tsx';

/** A body of words and pictures to read. */
export function DocumentReading({ body }: { body: Document }) {
  return <div className="story">{children(body.content)}</div>;
}

const children = (nodes: readonly DocumentNode[] | undefined) =>
  nodes?.map((node, index) => <Node key={index} node={node} />);

const elements = { paragraph: 'p', bulletList: 'ul', listItem: 'li', blockquote: 'blockquote' } as const;

function Node({ node }: { node: DocumentNode }): ReactNode {
  switch (node.type) {
    case 'text':
      return (node.marks ?? []).reduce<ReactNode>(marked, node.text);
    case 'hardBreak':
      return <br />;
    case 'horizontalRule':
      return <hr />;
    case 'image':
      return (
        <figure className="my-6 flex flex-col gap-1.5">
          <AssetImage assetId={node.attrs.assetId} alt={node.attrs.alt} width={680} />
          {node.attrs.caption && <figcaption className="text-body text-ink-soft">{node.attrs.caption}</figcaption>}
        </figure>
      );
    case 'heading':
      return createElement(`h${node.attrs.level}`, null, children(node.content));
    case 'orderedList':
      return <ol start={node.attrs?.start ?? 1}>{children(node.content)}</ol>;
    default:
      return createElement(elements[node.type], null, children(node.content));
  }
}

function marked(inner: ReactNode, { type, attrs }: Mark): ReactNode {
  if (type === 'bold') return <strong>{inner}</strong>;
  if (type === 'italic') return <em>{inner}</em>;
  return (
    <a href={attrs?.href} rel="noopener">
      {inner}
    </a>
  );
}
