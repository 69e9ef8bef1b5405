CREATE TABLE "letters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "letters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"post_id" uuid NOT NULL,
	"subscriber_id" uuid,
	"address" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"reply" text,
	"bounced_at" timestamp with time zone,
	"unsubscribed_at" timestamp with time zone,
	CONSTRAINT "letters_one" UNIQUE("post_id","subscriber_id"),
	CONSTRAINT "letters_state" CHECK ("letters"."state" in ('pending', 'sending', 'accepted', 'refused', 'unknown', 'skipped'))
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"email" text NOT NULL,
	"state" text NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	"consent_at" timestamp with time zone NOT NULL,
	"consent_source" text NOT NULL,
	"asked_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"bounces" integer DEFAULT 0 NOT NULL,
	"reply" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "subscribers_email" UNIQUE("channel_id","email"),
	CONSTRAINT "subscribers_state" CHECK ("subscribers"."state" in ('pending', 'active', 'unsubscribed', 'bounced', 'complained'))
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"channel_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suppressions_channel_id_hash_pk" PRIMARY KEY("channel_id","hash")
);
--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers" ADD CONSTRAINT "subscribers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers" ADD CONSTRAINT "subscribers_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "letters_pending" ON "letters" USING btree ("post_id","id") WHERE "letters"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "letters_under_way" ON "letters" USING btree ("started_at") WHERE "letters"."state" = 'sending';--> statement-breakpoint
CREATE INDEX "letters_subscriber" ON "letters" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX "letters_troubled" ON "letters" USING btree ("post_id") WHERE "letters"."state" in ('refused', 'unknown');--> statement-breakpoint
CREATE INDEX "subscribers_list" ON "subscribers" USING btree ("channel_id","id");--> statement-breakpoint
CREATE INDEX "subscribers_active" ON "subscribers" USING btree ("channel_id") WHERE "subscribers"."state" = 'active';--> statement-breakpoint
CREATE INDEX "subscribers_unconfirmed" ON "subscribers" USING btree ("asked_at") WHERE "subscribers"."state" = 'pending';