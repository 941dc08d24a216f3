package io.scopegraph.examples.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// What the marker segments of a JPEG file say that the decoder does not tell: the number of colour
/// components and the way the camera was held.
///
/// @param components colour components of the frame, 0 if no frame was found
/// @param orientation EXIF orientation from 1 (upright) to 8, 1 if there is none
record JpegHeader(int components, int orientation) {
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP1 = 0xE1;
  private static final int ORIENTATION_TAG = 0x0112;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  /// Reads the segments up to the first scan; stops quietly where the file is damaged, since the
  /// decoder reports that.
  static JpegHeader parse(byte[] file) {
    int components = 0;
    int orientation = 1;
    int position = 2;
    while (position + 4 <= file.length && (file[position] & 0xFF) == 0xFF) {
      int marker = file[position + 1] & 0xFF;
      if (marker == 0xFF) {
        position++;
        continue;
      }
      int length = ((file[position + 2] & 0xFF) << 8) | (file[position + 3] & 0xFF);
      if (marker == START_OF_SCAN || length < 2 || position + 2 + length > file.length) {
        break;
      }
      ByteBuffer body = ByteBuffer.wrap(file, position + 4, length - 2).slice();
      if (isStartOfFrame(marker) && body.remaining() >= 6) {
        components = body.get(5) & 0xFF;
      } else if (marker == APP1) {
        orientation = exifOrientation(body, orientation);
      }
      position += 2 + length;
    }
    return new JpegHeader(components, orientation);
  }

  private static boolean isStartOfFrame(int marker) {
    boolean tableOrArithmetic = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
    return marker >= 0xC0 && marker <= 0xCF && !tableOrArithmetic;
  }

  private static int exifOrientation(ByteBuffer segment, int otherwise) {
    try {
      for (byte expected : EXIF) {
        if (segment.get() != expected) {
          return otherwise;
        }
      }
      ByteBuffer tiff = segment.slice();
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      tiff.position(tiff.getInt(4));
      int entries = tiff.getShort() & 0xFFFF;
      for (int i = 0; i < entries; i++) {
        int tag = tiff.getShort() & 0xFFFF;
        tiff.getShort();
        tiff.getInt();
        int value = tiff.getShort() & 0xFFFF;
        tiff.getShort();
        if (tag == ORIENTATION_TAG) {
          return value >= 1 && value <= 8 ? value : otherwise;
        }
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return otherwise;
    }
    return otherwise;
  }
}
