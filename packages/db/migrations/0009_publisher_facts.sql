ALTER TABLE "publishers" ADD COLUMN "machine" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "publishers" ADD COLUMN "release" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "publishers" ADD COLUMN "skew" integer DEFAULT 0 NOT NULL;