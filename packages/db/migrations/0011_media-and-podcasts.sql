CREATE TABLE "download_listeners" (
	"day" date NOT NULL,
	"post_id" uuid NOT NULL,
	"listener_hash" text NOT NULL,
	"bytes" bigint NOT NULL,
	"counted" boolean DEFAULT false NOT NULL,
	CONSTRAINT "download_listeners_day_post_id_listener_hash_pk" PRIMARY KEY("day","post_id","listener_hash")
);
--> statement-breakpoint
CREATE TABLE "downloads" (
	"post_id" uuid NOT NULL,
	"day" date NOT NULL,
	"downloads" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "downloads_post_id_day_pk" PRIMARY KEY("post_id","day")
);
--> statement-breakpoint
CREATE TABLE "revision_files" (
	"revision_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"format" text NOT NULL,
	"width" integer DEFAULT 0 NOT NULL,
	"height" integer DEFAULT 0 NOT NULL,
	"duration" integer,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"recipe" text NOT NULL,
	CONSTRAINT "revision_files_one" UNIQUE("revision_id","purpose","format","width")
);
--> statement-breakpoint
CREATE TABLE "consent_assets" (
	"consent_id" uuid NOT NULL,
	"asset_id" uuid NOT NULL,
	CONSTRAINT "consent_assets_consent_id_asset_id_pk" PRIMARY KEY("consent_id","asset_id")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"person" text NOT NULL,
	"scope" text NOT NULL,
	"given_on" date NOT NULL,
	"until" date,
	"note" text DEFAULT '' NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" text,
	"withdrawal_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text
);
--> statement-breakpoint
CREATE TABLE "show_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"show_id" uuid,
	"feed_url" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"failures" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text
);
--> statement-breakpoint
CREATE TABLE "shows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"author" text NOT NULL,
	"owner_name" text DEFAULT '' NOT NULL,
	"owner_email" text DEFAULT '' NOT NULL,
	"language" text NOT NULL,
	"categories" text[] NOT NULL,
	"explicit" boolean DEFAULT false NOT NULL,
	"type" text DEFAULT 'episodic' NOT NULL,
	"artwork_id" uuid,
	"copyright" text DEFAULT '' NOT NULL,
	"licence" text DEFAULT '' NOT NULL,
	"funding" jsonb,
	"locked" boolean DEFAULT true NOT NULL,
	"intro_id" uuid,
	"outro_id" uuid,
	"verification" text DEFAULT '' NOT NULL,
	"complete" boolean DEFAULT false NOT NULL,
	"guid" uuid NOT NULL,
	"new_feed_url" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text,
	"archived_at" timestamp with time zone,
	CONSTRAINT "shows_slug" UNIQUE("channel_id","slug")
);
--> statement-breakpoint
ALTER TABLE "posts" DROP CONSTRAINT "posts_hold_reason";--> statement-breakpoint
ALTER TABLE "renditions" ALTER COLUMN "bytes" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "show_id" uuid;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "guid" text;--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "files" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "files_progress" jsonb;--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "files_failure" text;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "duration" integer;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "facts" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "warnings" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "long_description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "credit" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "licence" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "rights_until" date;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "crops" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "progress" jsonb;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "made_by" text;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "replaced_by" uuid;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "renditions" ADD COLUMN "duration" integer;--> statement-breakpoint
ALTER TABLE "renditions" ADD COLUMN "spec" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "download_listeners" ADD CONSTRAINT "download_listeners_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "downloads" ADD CONSTRAINT "downloads_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision_files" ADD CONSTRAINT "revision_files_revision_id_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."revisions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_assets" ADD CONSTRAINT "consent_assets_consent_id_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_assets" ADD CONSTRAINT "consent_assets_asset_id_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."assets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show_imports" ADD CONSTRAINT "show_imports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show_imports" ADD CONSTRAINT "show_imports_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show_imports" ADD CONSTRAINT "show_imports_show_id_shows_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."shows"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show_imports" ADD CONSTRAINT "show_imports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shows" ADD CONSTRAINT "shows_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shows" ADD CONSTRAINT "shows_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shows" ADD CONSTRAINT "shows_artwork_id_assets_id_fk" FOREIGN KEY ("artwork_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shows" ADD CONSTRAINT "shows_intro_id_assets_id_fk" FOREIGN KEY ("intro_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shows" ADD CONSTRAINT "shows_outro_id_assets_id_fk" FOREIGN KEY ("outro_id") REFERENCES "public"."assets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shows" ADD CONSTRAINT "shows_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "revision_files_sha256" ON "revision_files" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "revision_files_recipe" ON "revision_files" USING btree ("recipe");--> statement-breakpoint
CREATE INDEX "consent_assets_asset" ON "consent_assets" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "consents_workspace" ON "consents" USING btree ("workspace_id","person");--> statement-breakpoint
CREATE INDEX "show_imports_workspace" ON "show_imports" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "shows_workspace" ON "shows" USING btree ("workspace_id");--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_show_id_shows_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."shows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assets" ADD CONSTRAINT "assets_replaced_by_assets_id_fk" FOREIGN KEY ("replaced_by") REFERENCES "public"."assets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "items_show" ON "items" USING btree ("show_id","id");--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_guid" UNIQUE("show_id","guid");--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_hold_reason" CHECK (("posts"."state" = 'held') = ("posts"."hold_reason" is not null) and ("posts"."hold_reason" is null or "posts"."hold_reason" in ('approval', 'late', 'channel', 'switch', 'moved', 'files', 'consent')));