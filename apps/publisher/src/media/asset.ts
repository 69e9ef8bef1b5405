import type { Crop, MediaFacts, MediaKind } from '@mobilise/contracts/media';
import { pipelines } from '@mobilise/media-processing/pipelines';
import type { Publisher } from '../publisher.ts';

/** An upload as its makers see it. */
export interface Asset {
  id: string;
  workspaceId: string;
  kind: MediaKind;
  sha256: string;
  state: 'processing' | 'ready' | 'failed' | 'cancelled';
  focalPoint: { x: number; y: number } | null;
  crops: Record<string, Crop>;
  /** The artwork of an infographic, which is shown whole. */
  infographic: boolean;
  /** The cover of a show or an episode. */
  cover: boolean;
}

/** What was found out about an upload while its files were made; what is left out stays as it is. */
export interface Found {
  width?: number | null;
  height?: number | null;
  /** Milliseconds. */
  duration?: number;
  thumbhash?: string | null;
  facts?: MediaFacts;
  warnings?: string[];
}

/** An upload, or null where it is gone. In any workspace: a job names it. */
export async function readAsset({ sql }: Pick<Publisher, 'sql'>, id: string): Promise<Asset | null> {
  const [asset] = await sql<Asset[]>`
    select a.id, a.workspace_id as "workspaceId", a.kind, a.sha256, a.state, a.focal_point as "focalPoint", a.crops,
      exists (
        select from revision_assets ra join revisions r on r.id = ra.revision_id join items i on i.id = r.item_id
        where ra.asset_id = a.id and i.kind = 'infographic'
      ) as infographic,
      exists (select from shows s where s.artwork_id = a.id) or exists (
        select from revision_assets ra join revisions r on r.id = ra.revision_id join items i on i.id = r.item_id
        where ra.asset_id = a.id and i.kind = 'episode' and r.content->'artwork'->>'assetId' = a.id::text
      ) as cover
    from assets a where a.id = ${id}`;
  return asset ?? null;
}

/** What was found in the same recording or film by the pipeline of today, in any workspace. */
export async function foundBefore(
  { sql }: Pick<Publisher, 'sql'>,
  { sha256, kind }: Pick<Asset, 'sha256' | 'kind'>,
): Promise<(Found & { facts: MediaFacts }) | null> {
  const [row] = await sql<(Found & { facts: MediaFacts })[]>`
    select width, height, duration, thumbhash, facts, warnings from assets
    where sha256 = ${sha256} and kind = ${kind} and made_by = ${pipelines[kind]} and state = 'ready' and duration is not null limit 1`;
  return row ? { ...row } : null;
}
