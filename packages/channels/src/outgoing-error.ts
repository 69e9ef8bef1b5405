import { hostWords } from '@mobilise/contracts/failure-words';

/** Failed before anything could be sent; in some libraries only the code says so. */
const beforeSending = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);

/** A request that got no answer. `sent` is false only when certainly not one byte of the request left. */
export class OutgoingError extends TypeError {
  readonly sent: boolean;
  readonly code: string | undefined;

  constructor(message: string, { sent, code, cause }: { sent: boolean; code?: string | undefined; cause?: unknown }) {
    super(message, { cause });
    this.name = 'OutgoingError';
    this.sent = sent;
    this.code = code;
  }

  /** Puts what the system says into words that name the host. */
  static from(cause: unknown, host: string, sent: boolean): OutgoingError {
    if (cause instanceof OutgoingError) return cause;
    const code = codeOf(cause);
    return new OutgoingError(words(cause, code, host, sent), {
      sent: sent && !beforeSending.has(code ?? ''),
      code,
      cause,
    });
  }
}

function words(cause: unknown, code: string | undefined, host: string, sent: boolean): string {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'TimeoutError') return hostWords.late(host);
  if (name === 'AbortError') return hostWords.givenUp(host);
  if (code === 'ENOTFOUND' || code === 'ENODATA') return hostWords.nameless(host);
  if (code === 'EAI_AGAIN') return hostWords.noLookup(host);
  if (code === 'ECONNREFUSED') return hostWords.refused(host);
  if (code === 'ECONNRESET' || code === 'EPIPE') return hostWords.closed(host);
  if (code === 'ETIMEDOUT') return hostWords.late(host);
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return hostWords.unreachable(host);
  const detail = cause instanceof Error ? cause.message : String(cause);
  return sent ? hostWords.failed(host, detail) : hostWords.noConnection(host, detail);
}

/** The system's code; several addresses that all failed come as an AggregateError of the first one's kind. */
function codeOf(cause: unknown): string | undefined {
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return undefined;
}
