import * as contract from '@mobilise/contracts/engagement';
import { type Api, serve } from '../serve.ts';
import { exportEngagement, fileName } from './csv.ts';
import { postEngagement } from './post-engagement.ts';
import { rankEngagement } from './rank.ts';

export function engagementRoutes(api: Api): void {
  serve(api, contract.postEngagement, (scope, { params }) => postEngagement(scope, params.post));
  serve(api, contract.rankEngagement, (scope, { query }) => rankEngagement(scope, query));
  serve(api, contract.exportEngagement, async (scope, { query }, { response }) => {
    const file = await exportEngagement(scope, query);
    response.setHeader('Content-Disposition', `attachment; filename="${fileName(query)}"`);
    return file;
  });
}
