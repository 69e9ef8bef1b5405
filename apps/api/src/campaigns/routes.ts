import * as contract from '@mobilise/contracts/campaigns';
import { type Api, serve } from '../serve.ts';
import { createCampaign, listCampaigns, removeCampaign, updateCampaign } from './campaigns.ts';

export function campaignRoutes(api: Api): void {
  serve(api, contract.listCampaigns, (scope) => listCampaigns(scope));
  serve(api, contract.createCampaign, (scope, { body }) => createCampaign(scope, body));
  serve(api, contract.updateCampaign, (scope, { params, body }) => updateCampaign(scope, params.campaign, body));
  serve(api, contract.removeCampaign, (scope, { params }) => removeCampaign(scope, params.campaign));
}
