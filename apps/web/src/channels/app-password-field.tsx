import { PasswordField } from '../ui/password-field.tsx';

/** An app password of Bluesky. It stays where it was pasted when the platform refuses it. */
export function AppPasswordField() {
  return (
    <PasswordField
      label="App password"
      name="appPassword"
      isRequired
      maxLength={200}
      description="One made for Mobilise, never the password you sign in with."
    />
  );
}
