import { z } from 'zod';
import { emailConfig, smtpSecurity } from '../channel-kinds/email.ts';
import { emailAddress } from '../email-address.ts';
import { line } from '../fields.ts';
import type { ConnectKind } from './kind.ts';

/** A name of a machine, or its address. */
const host = line(253).regex(
  /^(?:[\w-]+(?:\.[\w-]+)*\.?|[\da-f:.]+)$/i,
  'Write a server name, such as smtp.example.org',
);

export const emailTyped = z.object({
  host,
  port: z.coerce.number('Write a number such as 465').int().min(1).max(65_535).default(465),
  security: smtpSecurity.default('tls'),
  user: z.string().trim().max(320).default(''),
  password: z.string().max(1000).default(''),
  fromName: line(120),
  from: emailAddress,
  replyTo: z.literal('').or(emailAddress).default(''),
  postalAddress: line(300),
  about: line(300),
});

export const emailConnect = {
  what: 'A newsletter to people who subscribed on your newsroom site: one item a letter, through your own mail server or a mail service.',
  fields: [
    {
      name: 'fromName',
      label: 'Sender name',
      type: 'text',
      placeholder: 'Riverside Hospice',
      description: 'Who the letters are from, as people see it in their inbox.',
    },
    {
      name: 'from',
      label: 'Sender address',
      type: 'text',
      placeholder: 'news@riverside.example',
      description: 'An address your mail server may send from. What cannot be delivered comes back here.',
    },
    {
      name: 'about',
      label: 'What subscribers get',
      type: 'text',
      placeholder: 'News from Riverside Hospice, about once a month',
      description: 'Stands on the form and below every letter, so that people know why they get it.',
    },
    {
      name: 'postalAddress',
      label: 'Postal address',
      type: 'text',
      placeholder: 'Riverside Hospice, 4 Mill Lane, Riverside RV1 2AB',
      description: 'Stands below every letter; the law asks for it in many countries.',
    },
    { name: 'host', label: 'Mail server', type: 'text', placeholder: 'smtp.riverside.example' },
    {
      name: 'user',
      label: 'User name',
      type: 'text',
      placeholder: 'news@riverside.example',
      isOptional: true,
      description: 'Leave it empty where the server knows you by your address.',
    },
    { name: 'password', label: 'Password', type: 'secret', isOptional: true },
    { name: 'port', label: 'Port', type: 'text', usual: '465' },
    {
      name: 'security',
      label: 'Encryption',
      type: 'choice',
      usual: 'tls',
      choices: [
        { id: 'tls', label: 'TLS from the start (usual for port 465)' },
        { id: 'starttls', label: 'STARTTLS (usual for port 587)' },
      ],
      description: 'Nothing is ever sent without.',
    },
    {
      name: 'replyTo',
      label: 'Answers go to',
      type: 'text',
      usual: '',
      description: 'An address that somebody reads, if not the sender’s.',
    },
  ],
  help: {
    title: 'What to ask your IT team for',
    steps: [
      'The name of the mail server for outgoing mail (SMTP), its port, and whether it begins with TLS (465) or STARTTLS (587).',
      'A user name and a password for this purpose alone. Where sign-in has two steps, a password for apps.',
      'How many letters it takes an hour. A list of more than a few hundred wants a mail service made for newsletters.',
      'SPF, DKIM and DMARC for the domain of the sender address. Without them letters end up among spam.',
    ],
    note: 'Connecting signs in to the server and sends nothing. The password is stored encrypted and never shown again.',
  },
  removed: 'The password of the mail server is deleted here, and the form that people subscribe with is gone at once.',
  known: (config) => {
    const known = emailConfig.safeParse(config).data;
    if (!known) return {};
    return { ...known, port: String(known.port), user: known.user ?? '', replyTo: known.replyTo ?? '' };
  },
} as const satisfies ConnectKind;
