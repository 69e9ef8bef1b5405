import * as contract from '@mobilise/contracts/subscribers';
import { sealingKey } from '@mobilise/db/secrets';
import { type Api, serve } from '../serve.ts';
import { reportBounce } from './bounces.ts';
import { exportSubscribers, listSubscribers } from './read.ts';
import { addSubscriber, importSubscribers, removeSubscriber, unsubscribe } from './write.ts';

export function subscriberRoutes(api: Api): void {
  const key = sealingKey(api.context.settings.secret);
  serve(api, contract.listSubscribers, (scope, { params, query }) => listSubscribers(scope, params.channel, query));
  serve(api, contract.exportSubscribers, (scope, { params, query }, { response }) => {
    response.attachment('subscribers.csv');
    return exportSubscribers(scope, params.channel, query);
  });
  serve(api, contract.addSubscriber, (scope, { params, body }) => addSubscriber(scope, key, params.channel, body));
  serve(api, contract.importSubscribers, (scope, { params, body }) =>
    importSubscribers(scope, key, params.channel, body),
  );
  serve(api, contract.unsubscribeSubscriber, (scope, { params }) =>
    unsubscribe(scope, params.channel, params.subscriber),
  );
  serve(api, contract.removeSubscriber, (scope, { params }) =>
    removeSubscriber(scope, key, params.channel, params.subscriber),
  );
  serve(api, contract.reportBounce, (scope, { params, body }) => reportBounce(scope, key, params.channel, body));
}
