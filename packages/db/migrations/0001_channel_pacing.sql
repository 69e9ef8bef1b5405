ALTER TABLE "channels" ADD COLUMN "limits" jsonb;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "tokens" double precision;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "tokens_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "resting_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "progress" jsonb;