import { AssetPicker, type AssetPickerProps } from './asset-picker.tsx';

/** Chooses an image of the library, or uploads one and chooses it. Mount it to open it. */
export function ImagePicker(props: Omit<AssetPickerProps, 'kinds'>) {
  return <AssetPicker kinds={['image']} {...props} />;
}
