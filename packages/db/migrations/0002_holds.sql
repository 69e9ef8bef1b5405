CREATE TABLE "holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"target" text NOT NULL,
	"channel_id" uuid,
	"campaign_id" uuid,
	"tag" text,
	"reason" text NOT NULL,
	"starts_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp with time zone,
	"in_force_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text,
	"by" text NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	CONSTRAINT "holds_target" CHECK ("holds"."target" in ('everything', 'channel', 'campaign', 'tag')),
	CONSTRAINT "holds_names_target" CHECK (("holds"."target" = 'channel') = ("holds"."channel_id" is not null) and ("holds"."target" = 'campaign') = ("holds"."campaign_id" is not null) and ("holds"."target" = 'tag') = ("holds"."tag" is not null))
);
--> statement-breakpoint
ALTER TABLE "posts" DROP CONSTRAINT "posts_hold_reason";--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "hold_id" uuid;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "holds_active" ON "holds" USING btree ("workspace_id") WHERE "holds"."ended_at" is null;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_hold_id_holds_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."holds"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "channels_resting" ON "channels" USING btree ("resting_until") WHERE "channels"."resting_until" is not null;--> statement-breakpoint
CREATE INDEX "posts_hold" ON "posts" USING btree ("hold_id") WHERE "posts"."hold_id" is not null;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_hold_reason" CHECK (("posts"."state" = 'held') = ("posts"."hold_reason" is not null) and ("posts"."hold_reason" is null or "posts"."hold_reason" in ('approval', 'late', 'channel', 'switch')));