CREATE TABLE "corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"statement" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "post_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"correction_id" uuid,
	"kind" text NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"revision_id" uuid,
	"content" jsonb,
	"payload" jsonb,
	"reply_id" uuid,
	"reason" text,
	"hold_id" uuid,
	"fence" integer DEFAULT 0 NOT NULL,
	"claimed_by" text,
	"lease_until" timestamp with time zone,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"message" text,
	"advice" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text,
	"by" text NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "post_changes_kind" CHECK ("post_changes"."kind" in ('edit', 'remove', 'reply', 'leave')),
	CONSTRAINT "post_changes_state" CHECK ("post_changes"."state" in ('planned', 'held', 'doing', 'unconfirmed', 'done', 'refused', 'needs_person', 'dropped')),
	CONSTRAINT "post_changes_brings" CHECK (("post_changes"."kind" = 'edit') = ("post_changes"."revision_id" is not null)),
	CONSTRAINT "post_changes_reply" CHECK (("post_changes"."kind" = 'reply') = ("post_changes"."reply_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "posts" DROP CONSTRAINT "posts_state";--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "edited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_changes" ADD CONSTRAINT "post_changes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_changes" ADD CONSTRAINT "post_changes_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_changes" ADD CONSTRAINT "post_changes_correction_id_corrections_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."corrections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_changes" ADD CONSTRAINT "post_changes_revision_id_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_changes" ADD CONSTRAINT "post_changes_reply_id_posts_id_fk" FOREIGN KEY ("reply_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_changes" ADD CONSTRAINT "post_changes_hold_id_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."holds"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_changes" ADD CONSTRAINT "post_changes_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "corrections_item" ON "corrections" USING btree ("item_id","created_at");--> statement-breakpoint
CREATE INDEX "post_changes_due" ON "post_changes" USING btree ("due_at") WHERE "post_changes"."state" in ('planned', 'unconfirmed');--> statement-breakpoint
CREATE INDEX "post_changes_doing" ON "post_changes" USING btree ("lease_until") WHERE "post_changes"."state" = 'doing';--> statement-breakpoint
CREATE INDEX "post_changes_attention" ON "post_changes" USING btree ("workspace_id") WHERE "post_changes"."state" in ('held', 'refused', 'needs_person');--> statement-breakpoint
CREATE INDEX "post_changes_post" ON "post_changes" USING btree ("post_id","id");--> statement-breakpoint
CREATE INDEX "post_changes_correction" ON "post_changes" USING btree ("correction_id") WHERE "post_changes"."correction_id" is not null;--> statement-breakpoint
CREATE INDEX "post_changes_reply" ON "post_changes" USING btree ("reply_id") WHERE "post_changes"."reply_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "post_changes_one" ON "post_changes" USING btree ("post_id") WHERE "post_changes"."state" in ('planned', 'held', 'doing', 'unconfirmed');--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_state" CHECK ("posts"."state" in ('draft', 'scheduled', 'claimed', 'sending', 'published', 'removed', 'unconfirmed', 'needs_person', 'held', 'failed', 'cancelled'));