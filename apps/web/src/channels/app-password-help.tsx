/** How to make an app password, in plain words. */
export function AppPasswordHelp() {
  return (
    <details className="rounded-base border border-line bg-sunk px-3 py-2">
      <summary className="cursor-default rounded-base font-medium pointer-coarse:py-2">
        How to make an app password
      </summary>
      <ol className="mt-2 flex max-w-prose list-decimal flex-col gap-1 pl-5">
        <li>
          Sign in to Bluesky and open{' '}
          <a href="https://bsky.app/settings/app-passwords" target="_blank" rel="noreferrer" className="text-link">
            Settings, Privacy and security, App passwords
          </a>{' '}
          (opens in a new tab).
        </li>
        <li>Choose “Add App Password” and give it a name that you will know again, such as “Mobilise”.</li>
        <li>Leave access to direct messages switched off: Mobilise does not read them.</li>
        <li>
          Copy the password of four groups, such as abcd-efgh-ijkl-mnop, and paste it here. Bluesky shows it once.
        </li>
      </ol>
      <p className="mt-2 max-w-prose text-ink-soft">
        It lets Mobilise post, and cannot change your password or delete the account. You can revoke it there at any
        time. Here it is stored encrypted and never shown again.
      </p>
    </details>
  );
}
