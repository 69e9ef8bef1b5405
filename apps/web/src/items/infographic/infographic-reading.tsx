// biome-ignore-all lint/suspicious/noArrayIndexKey: these have no identity but their place, and no state of their own
import type { InfographicContent } from '@mobilise/contracts/kinds';
import { AssetImage } from '../../media/asset-image.tsx';

/** An infographic to read: the artwork, everything it says, its data and its sources. */
export function InfographicReading({
  content: { artwork, longDescription, data, sources },
}: {
  content: InfographicContent;
}) {
  return (
    <div className="flex flex-col gap-6">
      {artwork ? (
        <AssetImage assetId={artwork.assetId} alt={artwork.alt} width={680} />
      ) : (
        <p className="text-ink-soft">There is no artwork yet.</p>
      )}
      {longDescription && (
        <section className="flex flex-col gap-2">
          <h2 className="text-lead font-semibold">What it says, in words</h2>
          {longDescription.split(/\n{2,}/).map((paragraph, index) => (
            <p key={index} className="whitespace-pre-line">
              {paragraph}
            </p>
          ))}
        </section>
      )}
      {data && (
        <div className="overflow-x-auto">
          <table className="figures w-full border-collapse text-left">
            <caption className="pb-2 text-left font-medium">{data.caption || 'The data behind it'}</caption>
            <thead>
              <tr>
                {data.columns.map((column, index) => (
                  <th key={index} scope="col" className="border-b border-line-strong py-1 pr-4 font-medium">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row, index) => (
                <tr key={index} className="border-b border-line">
                  {row.map((cell, at) => (
                    <td key={at} className="py-1 pr-4">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {sources.length > 0 && (
        <section className="flex flex-col gap-1">
          <h2 className="text-lead font-semibold">Sources</h2>
          <ul className="list-disc pl-5">
            {sources.map(({ title, url }, index) => (
              <li key={index}>
                {url ? (
                  <a href={url} rel="noopener" className="text-link">
                    {title}
                  </a>
                ) : (
                  title
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
