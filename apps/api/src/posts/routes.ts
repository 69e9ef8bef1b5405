import * as changes from '@mobilise/contracts/post-changes';
import * as contract from '@mobilise/contracts/posts';
import { type Api, serve } from '../serve.ts';
import { changePost, listChanges } from './changes.ts';
import { createPost } from './create.ts';
import { decideChange } from './decide-change.ts';
import { publisherStatus } from './publisher-status.ts';
import { getPost, listPosts } from './read.ts';
import { publishNow, retryPost, schedulePost } from './schedule.ts';
import { spreadPosts } from './spread.ts';
import { updatePost } from './update.ts';
import { cancelPost, removePost, resolvePost, unschedulePost } from './withdraw.ts';

export function postRoutes(api: Api): void {
  const { publicUrl } = api.context.settings;
  serve(api, contract.listPosts, (scope, { query }) => listPosts(scope, query));
  serve(api, contract.createPost, (scope, { body }) => createPost(scope, publicUrl, body));
  serve(api, contract.getPost, (scope, { params }) => getPost(scope, params.post));
  serve(api, contract.updatePost, (scope, { params, body }) => updatePost(scope, params.post, body));
  serve(api, contract.schedulePost, (scope, { params, body }) => schedulePost(scope, params.post, body));
  serve(api, contract.publishNow, (scope, { params, body }) => publishNow(scope, params.post, body));
  serve(api, contract.unschedulePost, (scope, { params, body }) => unschedulePost(scope, params.post, body));
  serve(api, contract.cancelPost, (scope, { params, body }) => cancelPost(scope, params.post, body));
  serve(api, contract.retryPost, (scope, { params, body }) => retryPost(scope, params.post, body));
  serve(api, contract.resolvePost, (scope, { params, body }) => resolvePost(scope, params.post, body));
  serve(api, contract.removePost, (scope, { params }) => removePost(scope, params.post));
  serve(api, contract.spreadPosts, (scope, { body }) => spreadPosts(scope, body));
  serve(api, changes.listChanges, (scope, { query }) => listChanges(scope, query));
  serve(api, changes.changePost, (scope, { params, body }) => changePost(scope, params.post, body));
  serve(api, changes.decideChange, (scope, { params, body }) => decideChange(scope, params.change, body));
  serve(api, contract.publisherStatus, (scope) => publisherStatus(scope));
}
