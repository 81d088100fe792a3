package io.boxoffice.notification.adapter.out.mail;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A QR code as a PNG of one bit a pixel: some 1 KB for a ticket. The light margin that readers need (four modules,
 * ISO/IEC 18004) is part of the picture, so that dark mode cannot take it away.
 */
final class QrImage {

    /** Pixels on each side of a module. */
    private static final int SCALE = 6;

    private static final int MARGIN_MODULES = 4;
    private static final byte BLACK = 0;
    private static final byte WHITE = 1;

    private static final Map<EncodeHintType, Object> HINTS =
            Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M, EncodeHintType.MARGIN, MARGIN_MODULES);

    static byte[] png(String code) {
        BitMatrix modules = modules(code);
        int side = modules.getWidth() * SCALE;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
        WritableRaster pixels = image.getRaster();
        for (int row = 0; row < modules.getHeight(); row++) {
            byte[] line = line(modules, row);
            for (int y = row * SCALE; y < (row + 1) * SCALE; y++) {
                pixels.setDataElements(0, y, side, 1, line);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        // otherwise each picture would go through a file
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(image, "PNG", out);
            out.flush();
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line of pixels, a byte for each. */
    private static byte[] line(BitMatrix modules, int row) {
        byte[] line = new byte[modules.getWidth() * SCALE];
        for (int x = 0; x < line.length; x++) {
            line[x] = modules.get(x / SCALE, row) ? BLACK : WHITE;
        }
        return line;
    }

    /** As small as it gets: one cell of the matrix is one module. */
    private static BitMatrix modules(String code) {
        try {
            return new QRCodeWriter().encode(code, BarcodeFormat.QR_CODE, 0, 0, HINTS);
        } catch (WriterException e) {
            throw new IllegalStateException("no QR code holds a ticket's code", e);
        }
    }

    private QrImage() {}
}
