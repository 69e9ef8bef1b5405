CREATE TABLE "authorisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"channel_id" uuid,
	"state_hash" text NOT NULL,
	"verifier" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"grant" text,
	"pages" jsonb,
	CONSTRAINT "authorisations_state_hash_unique" UNIQUE("state_hash")
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "credentials_expire_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "reconnect_by" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "renewing_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "authorisations" ADD CONSTRAINT "authorisations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authorisations" ADD CONSTRAINT "authorisations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authorisations" ADD CONSTRAINT "authorisations_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authorisations" ADD CONSTRAINT "authorisations_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "authorisations_workspace" ON "authorisations" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "authorisations_expires" ON "authorisations" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "channels_expiring" ON "channels" USING btree ("credentials_expire_at") WHERE "channels"."credentials_expire_at" is not null;