import * as contract from '@mobilise/contracts/channels';
import { connectChannel as connectRoute, reconnectChannel as reconnectRoute } from '@mobilise/contracts/connecting';
import * as signIn from '@mobilise/contracts/sign-in';
import * as slots from '@mobilise/contracts/slots';
import { sessionOf } from '../authorise.ts';
import { type Api, serve, serveSession } from '../serve.ts';
import { removeChannel, updateChannel } from './change.ts';
import { checkChannel } from './check.ts';
import { connectChannel, reconnectChannel } from './connect.ts';
import { listChannels } from './read.ts';
import { signInStatus, startSignIn } from './sign-in.ts';
import { connectChosen, pagesToChoose } from './sign-in-choose.ts';
import { finishAuthorised } from './sign-in-finish.ts';
import { changeSlots, listSlots } from './slots.ts';

export function channelRoutes(api: Api): void {
  const { context } = api;
  const { publicUrl } = context.settings;
  serve(api, contract.listChannels, (scope) => listChannels(scope, publicUrl));
  serve(api, connectRoute, (scope, { body }) => connectChannel(scope, context, body));
  serve(api, contract.updateChannel, (scope, { params, body }) =>
    updateChannel(scope, publicUrl, params.channel, body),
  );
  serve(api, reconnectRoute, (scope, { params, body }) => reconnectChannel(scope, context, params.channel, body));
  serve(api, contract.checkChannel, (scope, { params }) => checkChannel(scope, context, params.channel));
  serve(api, slots.listSlots, (scope, { params }) => listSlots(scope, params.channel));
  serve(api, slots.changeSlots, (scope, { params, body }) => changeSlots(scope, params.channel, body));
  serve(api, contract.removeChannel, (scope, { params }) => removeChannel(scope, params.channel));
  serve(api, signIn.getSignIn, (_scope, { params }) => signInStatus(context, params.kind));
  serve(api, signIn.startAuthorisation, async (scope, { body }, { request }) =>
    startSignIn(scope, context, await sessionOf(context, request), body),
  );
  serveSession(api, signIn.finishAuthorisation, (signedIn, { body }) =>
    finishAuthorised(context, signedIn, body, new Date()),
  );
  serve(api, signIn.getAuthorisation, (scope, { params }) => pagesToChoose(scope, params.authorisation));
  serve(api, signIn.connectAuthorised, (scope, { params, body }) =>
    connectChosen(scope, context, params.authorisation, body),
  );
}
