import * as contract from '@mobilise/contracts/posts';
import { type Api, serve } from '../serve.ts';
import { getCalendar } from './calendar.ts';

export function calendarRoutes(api: Api): void {
  serve(api, contract.getCalendar, (scope, { query }) => getCalendar(scope, query));
}
