import { z } from 'zod';
import { colour, id, line, localDate, nothing, slug, text, version } from './fields.ts';
import { route } from './route.ts';
import { workspaceParams } from './team.ts';

export const campaign = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  summary: z.string(),
  colour: z.string(),
  startsOn: localDate.nullable(),
  endsOn: localDate.nullable(),
  items: z.number().int(),
  version: z.number(),
});
export type Campaign = z.infer<typeof campaign>;

const fields = z.object({
  name: line(120),
  slug: slug.optional(),
  summary: text(1000).default(''),
  colour,
  startsOn: localDate.nullable().default(null),
  endsOn: localDate.nullable().default(null),
});
const inOrder = (value: { startsOn?: string | null | undefined; endsOn?: string | null | undefined }) =>
  !value.startsOn || !value.endsOn || value.startsOn <= value.endsOn;
const order = { path: ['endsOn'], message: 'A campaign ends on or after the day it starts' };

const campaignParams = workspaceParams.extend({ campaign: id });

export const listCampaigns = route({
  method: 'GET',
  path: '/workspaces/:workspace/campaigns',
  access: 'campaigns.read',
  summary: 'Campaigns, the newest start first',
  params: workspaceParams,
  response: z.object({ data: z.array(campaign) }),
});
export const createCampaign = route({
  method: 'POST',
  path: '/workspaces/:workspace/campaigns',
  access: 'campaigns.write',
  status: 201,
  summary: 'Creates a campaign',
  params: workspaceParams,
  body: fields.refine(inOrder, order),
  response: campaign,
});
export const updateCampaign = route({
  method: 'PUT',
  path: '/workspaces/:workspace/campaigns/:campaign',
  access: 'campaigns.write',
  summary: 'Changes a campaign',
  params: campaignParams,
  body: fields.extend({ version }).refine(inOrder, order),
  response: campaign,
});
export const removeCampaign = route({
  method: 'DELETE',
  path: '/workspaces/:workspace/campaigns/:campaign',
  access: 'campaigns.write',
  summary: 'Removes a campaign; its items stay',
  params: campaignParams,
  response: nothing,
});
