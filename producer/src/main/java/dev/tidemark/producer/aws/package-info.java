/** What all targets on AWS have in common. Needs a service of the AWS SDK. */
@NullMarked
package dev.tidemark.producer.aws;

import org.jspecify.annotations.NullMarked;
