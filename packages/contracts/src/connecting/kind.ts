/** A field of the form that connects a channel; `name` is that of the kind's `typed` schema. */
export interface ConnectField {
  name: string;
  label: string;
  description?: string;
  /** `secret` is never shown again; `url` may be typed without its scheme. */
  type: 'text' | 'url' | 'secret' | 'choice';
  /** What there is to choose from. */
  choices?: readonly { id: string; label: string }[];
  /** May stay empty. */
  isOptional?: boolean;
  placeholder?: string;
  /** What it is unless somebody types something else; the field is then folded away. */
  usual?: string;
}

/** How to get what the form asks for. */
export interface ConnectHelp {
  title: string;
  steps: readonly string[];
  /** Where the steps begin. */
  link?: { url: string; words: string };
  note?: string;
}

/** Words about connecting by signing in at the platform. */
export interface SignInWords {
  /** What is chosen afterwards, in the singular: `page`. */
  page: string;
  /** Who may do it. */
  needs: string;
  noPages: string;
  /** What whoever runs this installation has to do once. */
  setUp: { link: { url: string; words: string }; steps: readonly string[] };
}

/** What connecting a kind of channel asks for: words for people, apart from what every screen needs of a kind. */
export interface ConnectKind {
  /** What it is for, in a sentence for those who choose. */
  what: string;
  /** Empty where the form is the kind's own. */
  fields: readonly ConnectField[];
  help: ConnectHelp | null;
  /** What becomes of the connection once the channel is removed here, and what is left to do at the platform. */
  removed: string;
  /** What is known already of a connection that is renewed, by field. Never a secret. */
  known: (config: Record<string, unknown>) => Record<string, string>;
  /** Only where people connect it by signing in at the platform. */
  signIn?: SignInWords;
}
