interface PlannedEdit {
  /** Numbers of the newest approved revision, if there is one, and of the one that is out. */
  approved: number | null;
  shown: number;
  /** Whether the channel shows words of the post's own, and whether they are those that are out. */
  hasOwnWords: boolean;
  isSame: boolean;
  /** Whether the edit brings a note of correction, which may stand beside words that are right. */
  bringsNote: boolean;
}

/** Why an edit of what is out cannot be made yet, and what to do; null when it can. */
export function whyNoEdit({ approved, shown, hasOwnWords, isSame, bringsNote }: PlannedEdit): string | null {
  if (approved === null) return 'An edit shows an approved revision. Have the right words approved first.';
  if (approved !== shown || bringsNote) return null;
  if (hasOwnWords) return isSame ? 'Write what it is to say then.' : null;
  return 'There is nothing to edit: the approved revision is out already. Have another approved first.';
}
