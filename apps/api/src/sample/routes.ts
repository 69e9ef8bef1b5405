import { loadSample } from '@mobilise/contracts/team';
import { type Api, serveSession } from '../serve.ts';
import { loadSample as load } from './sample.ts';

export function sampleRoutes(api: Api): void {
  serveSession(api, loadSample, (person) => load(api.context, person, new Date()));
}
