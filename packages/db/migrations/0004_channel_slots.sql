CREATE TABLE "channel_slots" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"weekday" smallint NOT NULL,
	"time" text NOT NULL,
	CONSTRAINT "channel_slots_channel_id_weekday_time_pk" PRIMARY KEY("channel_id","weekday","time"),
	CONSTRAINT "channel_slots_weekday" CHECK ("channel_slots"."weekday" between 1 and 7),
	CONSTRAINT "channel_slots_time" CHECK ("channel_slots"."time" ~ '^([01]\d|2[0-3]):[0-5]\d$')
);
--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "queued" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "channel_slots" ADD CONSTRAINT "channel_slots_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_slots" ADD CONSTRAINT "channel_slots_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "channel_slots_workspace" ON "channel_slots" USING btree ("workspace_id");