package io.boxoffice.benchmark;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.boxoffice.backends.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tokens of many customers: one is fetched from the issuer, the others are made like it with the issuer's own key, which
 * is a hundred times faster.
 */
final class Accounts {

    private final SignedJWT pattern;
    private final RSASSASigner signer;

    Accounts(String issuer, Path signingKey) {
        try {
            pattern = SignedJWT.parse(new Tokens(issuer).customer("pattern"));
            signer = new RSASSASigner(RSAKey.parse(Files.readString(signingKey)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Requests of so many customers of that name. */
    List<Requests> requests(String name, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> new Requests(token(name + "-" + i)))
                .toList();
    }

    private String token(String name) {
        try {
            JWTClaimsSet claims = new JWTClaimsSet.Builder(pattern.getJWTClaimsSet())
                    .subject(name)
                    .claim("name", name)
                    .claim("email", name + "@customers.example")
                    .build();
            SignedJWT token = new SignedJWT(pattern.getHeader(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
