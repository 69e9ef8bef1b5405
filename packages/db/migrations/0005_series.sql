CREATE TABLE "series" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"variants" jsonb NOT NULL,
	"words_approved" boolean DEFAULT true NOT NULL,
	"rule" text NOT NULL,
	"starts_on" text NOT NULL,
	"time" text NOT NULL,
	"zone" text NOT NULL,
	"twice" text DEFAULT 'earlier' NOT NULL,
	"grace" integer NOT NULL,
	"override" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "series_state" CHECK ("series"."state" in ('active', 'paused', 'ended')),
	CONSTRAINT "series_starts_on" CHECK ("series"."starts_on" ~ '^\d{4}-\d\d-\d\d$'),
	CONSTRAINT "series_time" CHECK ("series"."time" ~ '^\d\d:\d\d$')
);
--> statement-breakpoint
ALTER TABLE "posts" DROP CONSTRAINT "posts_hold_reason";--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "series_id" uuid;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "occurrence" text;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "moved_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "series_workspace" ON "series" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "series_item" ON "series" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "series_active" ON "series" USING btree ("id") WHERE "series"."state" = 'active';--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "posts_moved" ON "posts" USING btree ("workspace_id") WHERE "posts"."moved_from" is not null;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_occurrence" UNIQUE("series_id","occurrence");--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_hold_reason" CHECK (("posts"."state" = 'held') = ("posts"."hold_reason" is not null) and ("posts"."hold_reason" is null or "posts"."hold_reason" in ('approval', 'late', 'channel', 'switch', 'moved')));