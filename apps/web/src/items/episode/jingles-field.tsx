import type { EpisodeContent } from '@mobilise/contracts/recordings';
import { useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';
import { AssetPicker } from '../../media/asset-picker.tsx';
import { sayDuration } from '../../media/duration.ts';
import { assetQuery } from '../../media/media-queries.ts';
import { UploadNotes } from '../../media/upload-notes.tsx';
import { playableOf } from '../../recordings/recording-queries.ts';
import { useWorkspace } from '../../session.ts';
import { showQuery } from '../../shows/show-queries.ts';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useItem } from '../item-context.ts';

type Jingle = EpisodeContent['intro'];

/** What is played before and after: the show's, another, or nothing. */
export const JinglesField = memo(function JinglesField({
  intro,
  outro,
  onChange,
}: {
  intro: Jingle;
  outro: Jingle;
  onChange: (part: { intro?: Jingle; outro?: Jingle }) => void;
}) {
  const { id: workspaceId } = useWorkspace();
  const { showId } = useItem();
  const show = useQuery({ ...showQuery(workspaceId, showId ?? ''), enabled: showId !== null }).data;
  return (
    <section aria-label="Intro and outro" className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
      <JingleField
        label="Intro"
        when="before it"
        value={intro}
        usual={show?.introId ?? null}
        onChange={(to) => onChange({ intro: to })}
      />
      <JingleField
        label="Outro"
        when="after it"
        value={outro}
        usual={show?.outroId ?? null}
        onChange={(to) => onChange({ outro: to })}
      />
    </section>
  );
});

function JingleField({
  label,
  when,
  value,
  usual,
  onChange,
}: {
  label: 'Intro' | 'Outro';
  when: string;
  value: Jingle;
  /** The show's own. */
  usual: string | null;
  onChange: (value: Jingle) => void;
}) {
  const { id: workspaceId } = useWorkspace();
  const [isPicking, setPicking] = useState(false);
  const asset = useQuery({ ...assetQuery(workspaceId, value?.assetId ?? ''), enabled: value !== null }).data;
  const source = asset ? playableOf(asset) : null;
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-medium">{label}</h2>
        <Switch
          isSelected={value !== null}
          onChange={(isOn) => {
            if (!isOn) onChange(null);
            else if (usual) onChange({ assetId: usual });
            else setPicking(true);
          }}
        >
          {`Play one ${when}`}
        </Switch>
      </div>
      {value && (
        <>
          <p className="figures text-small wrap-anywhere">
            {asset?.filename ?? '…'}
            <span className="text-ink-soft">
              {asset?.duration ? `, ${sayDuration(asset.duration)}` : ''}
              {value.assetId === usual ? ', the show’s own' : ''}
            </span>
          </p>
          <UploadNotes assetId={value.assetId} onUse={(assetId) => onChange({ assetId })} />
          {source && (
            // biome-ignore lint/a11y/useMediaCaption: a few seconds of music
            <audio controls preload="metadata" src={source} aria-label={label} className="h-9 w-full" />
          )}
          <div className="flex flex-wrap gap-2">
            <Button size="small" onPress={() => setPicking(true)}>
              {`Choose another ${label.toLowerCase()}`}
            </Button>
            {usual && value.assetId !== usual && (
              <Button size="small" look="quiet" onPress={() => onChange({ assetId: usual })}>
                Take the show’s
              </Button>
            )}
          </div>
        </>
      )}
      {isPicking && (
        <AssetPicker
          kinds={['audio']}
          title={`Choose the ${label.toLowerCase()}`}
          onClose={() => setPicking(false)}
          onPick={(picked) => onChange({ assetId: picked.id })}
        />
      )}
    </div>
  );
}
