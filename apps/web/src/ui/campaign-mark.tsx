/** A campaign: its colour and, always, its name. */
export function CampaignMark({ colour, name }: { colour: string; name: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <svg aria-hidden viewBox="0 0 12 12" className="size-3 shrink-0 rounded-[3px] border border-line-strong">
        <rect width="12" height="12" fill={colour} />
      </svg>
      <span className="truncate">{name}</span>
    </span>
  );
}
