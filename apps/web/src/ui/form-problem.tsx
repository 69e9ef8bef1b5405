import { Problem, problemCodes } from '@mobilise/contracts/problems';
import { CircleAlert } from 'lucide-react';

/** Server errors by field name: `body.workspace.name` becomes `workspace.name`. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof Problem) || !error.fields) return {};
  return Object.fromEntries(
    error.fields.map(({ field, message }) => [field.replace(/^(body|query|params)\./, ''), message]),
  );
}

/** What an error says: a Problem's own words; anything else is our defect and is said so. */
export function wordsOf(error: unknown): { title: string; detail: string } {
  if (error instanceof Problem) return { title: problemCodes[error.code][1], detail: error.message };
  return {
    title: 'Something went wrong on this page',
    detail: 'Reload the page. If it happens again, tell whoever runs this installation what you did just before.',
  };
}

/** An error above a form's buttons, read aloud when it appears. Nothing when all of it stands beside fields. */
export function FormProblem({ error, named = [] }: { error: unknown; named?: readonly string[] }) {
  if (!error) return null;
  const fields = Object.entries(fieldErrors(error));
  const elsewhere = fields.filter(([name]) => !named.includes(name));
  if (fields.length > 0 && elsewhere.length === 0) return null;
  const { title, detail } = wordsOf(error);
  return (
    <div role="alert" className="flex gap-2 rounded-base border border-wrong bg-wrong-soft px-3 py-2">
      <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-wrong" />
      <div>
        <p className="font-medium">{elsewhere.length > 0 ? title : detail}</p>
        {elsewhere.map(([name, message]) => (
          <p key={name}>{message}</p>
        ))}
      </div>
    </div>
  );
}
