import * as contract from '@mobilise/contracts/posts';
import * as queue from '@mobilise/contracts/queue';
import { type Api, serve } from '../serve.ts';
import { arrangeQueue } from './arrange.ts';
import { createPost } from './create.ts';
import { publisherStatus } from './publisher-status.ts';
import { nextSlots, queuePost } from './queue.ts';
import { getPost, listPosts } from './read.ts';
import { getQueue } from './read-queue.ts';
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
  serve(api, queue.getQueue, (scope, { params, query }) => getQueue(scope, params.channel, query));
  serve(api, queue.nextSlots, (scope, { query }) => nextSlots(scope, query.item));
  serve(api, queue.queuePost, (scope, { params, body }) => queuePost(scope, params.post, body));
  serve(api, queue.arrangeQueue, (scope, { params, body }) => arrangeQueue(scope, params.channel, body));
  serve(api, contract.publisherStatus, (scope) => publisherStatus(scope));
}
